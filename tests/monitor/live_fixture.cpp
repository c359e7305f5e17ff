// SPDX-License-Identifier: GPL-3.0-or-later
//
// The environment is the process's, so one object a test program is enough.

#include "live_fixture.h"

using namespace monitor;

LiveEnvironment::LiveEnvironment()
{
    for (const char *variable : {"XDG_DATA_HOME", "XDG_CONFIG_HOME"})
        qputenv(variable, m_folder.path().toUtf8());
    qputenv("PATH", QByteArray(FUNNELKVS_BIN_DIR ":") + qgetenv("PATH"));
}

ActionRequest onKey(Action action, const QByteArray &key, const QByteArray &value)
{
    ActionRequest request;
    request.action = action;
    request.key = key;
    request.value = value;
    return request;
}

ActionRequest onNode(Action action, const QByteArray &node)
{
    ActionRequest request;
    request.action = action;
    request.node = node;
    return request;
}
