// SPDX-License-Identifier: GPL-3.0-or-later
//
// The soft limit may be raised to the hard one by everybody.

#include "server/file_limit.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <algorithm>
#include <sys/resource.h>
#endif

namespace server {

int raiseFileLimit(int wanted)
{
#ifdef Q_OS_UNIX
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= rlim_t(wanted))
        return wanted;
    limit.rlim_cur = std::min(rlim_t(wanted), limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return int(std::min(rlim_t(wanted), limit.rlim_cur));
#else
    return wanted;
#endif
}

} // namespace server
