// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program's one setting.

#include "client/security.h"

namespace client {

namespace {

Security &theDefault()
{
    static Security security;
    return security;
}

} // namespace

const Security &defaultSecurity()
{
    return theDefault();
}

void setDefaultSecurity(const Security &security)
{
    theDefault() = security;
}

} // namespace client
