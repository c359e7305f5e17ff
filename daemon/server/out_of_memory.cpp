// SPDX-License-Identifier: GPL-3.0-or-later
//
// A handler of terminate(), since exceptions do not cross Qt's event loop. It allocates nothing.

#include "server/out_of_memory.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

namespace server {

namespace {

constexpr char text[] =
    "funnelkvs: out of memory: the node ends at once, and hands nothing over. Raise its memory limit "
    "or start more nodes.\n";

[[noreturn]] void onTerminate()
{
    try {
        if (const std::exception_ptr cause = std::current_exception())
            std::rethrow_exception(cause);
    } catch (const std::bad_alloc &) {
        std::fputs(text, stderr);
        std::_Exit(EXIT_FAILURE);
    } catch (...) { // not ours: a core dump tells more
    }
    std::abort();
}

} // namespace

void endWhenOutOfMemory()
{
    std::set_terminate(onTerminate);
}

} // namespace server
