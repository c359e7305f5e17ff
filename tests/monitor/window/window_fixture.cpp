// SPDX-License-Identifier: GPL-3.0-or-later
//
// Settings are those of the test mode of QStandardPaths, under a name of their own.

#include "window/window_fixture.h"

#include "panels/message_bar.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace monitor;

WindowFixture::WindowFixture(const QString &name)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setOrganizationName(QStringLiteral("FunnelKVS-test"));
    QApplication::setApplicationName(name);
}

void WindowFixture::start()
{
    QSettings().clear();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    if (!QTest::qWaitForWindowExposed(m_window.get()))
        qFatal("the window does not appear");
}

FakeSource *WindowFixture::open(RingSnapshot ring, Mode mode)
{
    auto source = std::make_unique<FakeSource>(std::move(ring), mode);
    FakeSource *raw = source.get();
    m_window->session().setSource(std::move(source));
    return raw;
}

QLineEdit *WindowFixture::edit(const QString &name) const
{
    for (QLineEdit *candidate : m_window->findChildren<QLineEdit *>()) {
        if (candidate->accessibleName() == name)
            return candidate;
    }
    return nullptr;
}

QPushButton *WindowFixture::remedy(const QString &text) const
{
    for (QPushButton *button : m_window->messages()->findChildren<QPushButton *>(QStringLiteral("remedy"))) {
        if (button->text() == text && button->isVisible())
            return button;
    }
    return nullptr;
}
