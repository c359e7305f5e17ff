// SPDX-License-Identifier: GPL-3.0-or-later
//
// Preloaded into a node: a resolver that the test can stop. As long as the file named by FUNNELKVS_TEST_RESOLVER
// exists, every lookup fails as it does when no name server answers; otherwise each name below ".test" stands for
// 127.0.0.1.

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char *name, const char *service,
                                                                  const addrinfo *hints, addrinfo **found)
{
    using Lookup = int (*)(const char *, const char *, const addrinfo *, addrinfo **);
    static const auto system = reinterpret_cast<Lookup>(dlsym(RTLD_NEXT, "getaddrinfo"));
    constexpr char suffix[] = ".test";
    const size_t length = name ? std::strlen(name) : 0;
    if (length < sizeof suffix || std::strcmp(name + length - std::strlen(suffix), suffix) != 0)
        return system(name, service, hints, found);
    const char *stopped = std::getenv("FUNNELKVS_TEST_RESOLVER");
    return stopped && access(stopped, F_OK) == 0 ? EAI_AGAIN : system("127.0.0.1", service, hints, found);
}
