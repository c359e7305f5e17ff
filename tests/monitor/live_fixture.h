// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every test of a live ring begins with: places of its own for logs and settings, the programs of this build, and
// requests in one line.
#pragma once

#include "source_watch.h"

#include <QTemporaryDir>

// Logs and settings go to a folder that ends with this object; nodes are started with the program of this build.
class LiveEnvironment {
public:
    LiveEnvironment();
    QString dataFolder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

monitor::ActionRequest onKey(monitor::Action action, const QByteArray &key, const QByteArray &value = {});
monitor::ActionRequest onNode(monitor::Action action, const QByteArray &node);

// With everything that the source has said.
#define VERIFY_SAID(condition, watch) QVERIFY2(condition, qPrintable((watch).said()))
