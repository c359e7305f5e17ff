// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events go the way of real ones: to the widget under the mouse, to the shortcuts of the active window.

#include "window_driver.h"

#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "support/daemon.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStatusBar>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::waitFor;

namespace {

constexpr int patienceMs = 40'000; // of a busy machine
constexpr int dialogPollMs = 20;

bool click(QWidget *widget)
{
    if (!widget || !widget->isVisible() || !widget->isEnabled())
        return false;
    QCoreApplication::processEvents(); // what was just added gets its place
    QTest::mouseClick(widget, Qt::LeftButton);
    return true;
}

QStringList visibleTexts(const QWidget *widget)
{
    QStringList texts;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts;
}

} // namespace

WindowDriver::WindowDriver()
    : m_window(std::make_unique<MainWindow>())
{
    m_window->resize(1280, 800);
    m_window->show();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get()))
        qFatal("the window does not become active");
}

WindowDriver::~WindowDriver() = default;

bool WindowDriver::clickAction(QAction *Actions::*wanted)
{
    QAction *action = m_window->actions().*wanted;
    for (const QToolBar *bar : m_window->findChildren<QToolBar *>()) {
        if (bar->actions().contains(action))
            return click(bar->widgetForAction(action));
    }
    return false;
}

bool WindowDriver::press(QAction *Actions::*wanted)
{
    const QAction *action = m_window->actions().*wanted;
    m_window->activateWindow(); // a window manager does it when a dialog closes
    if (!action->isEnabled() || !QTest::qWaitForWindowActive(m_window.get()))
        return false;
    QTest::keySequence(m_window.get(), action->shortcut());
    return true;
}

bool WindowDriver::clickButton(const QString &objectName)
{
    return click(m_window->findChild<QAbstractButton *>(objectName));
}

bool WindowDriver::clickRemedy(const QString &text)
{
    QAbstractButton *wanted = nullptr;
    waitFor(
        [&] {
            for (QAbstractButton *button : m_window->messages()->findChildren<QAbstractButton *>()) {
                if (button->isVisible() && button->text() == text)
                    wanted = button;
            }
            return wanted != nullptr;
        },
        patienceMs);
    return click(wanted);
}

QLineEdit *WindowDriver::edit(const QString &field) const
{
    for (QLineEdit *edit : m_window->findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == field && edit->isVisible() && edit->isEnabled())
            return edit;
    }
    return nullptr;
}

bool WindowDriver::type(const QString &field, const QString &text)
{
    QLineEdit *wanted = edit(field);
    if (!wanted)
        return false;
    wanted->setFocus();
    QTest::keySequence(wanted, QKeySequence::SelectAll);
    QTest::keyClick(wanted, Qt::Key_Delete);
    for (const QChar character : text) // not keyClicks(), which knows Latin letters only
        QTest::sendKeyEvent(QTest::Click, wanted, Qt::Key(character.toUpper().unicode()), character, Qt::NoModifier);
    return wanted->text() == text;
}

bool WindowDriver::paste(const QString &field, const QString &text)
{
    QLineEdit *wanted = edit(field);
    if (!wanted)
        return false;
    QApplication::clipboard()->setText(text);
    wanted->setFocus();
    QTest::keySequence(wanted, QKeySequence::SelectAll);
    QTest::keySequence(wanted, QKeySequence::Paste);
    return wanted->text() == text;
}

bool WindowDriver::clickNode(const QByteArray &address)
{
    RingView *view = m_window->ringView();
    const int index = ring().indexOf(address);
    if (index < 0 || !view->isVisible())
        return false;
    QTest::mouseClick(view, Qt::LeftButton, {}, view->scene().nodes[size_t(index)].place.toPoint());
    return view->selection().node == ring().nodes[size_t(index)].self.id;
}

void WindowDriver::answerNextDialog(const QString &text)
{
    answerNextDialog(QMap<QString, QString>{{QString(), text}});
}

void WindowDriver::answerNextDialog(const QMap<QString, QString> &texts)
{
    auto *timer = new QTimer(m_window.get());
    QObject::connect(timer, &QTimer::timeout, timer, [timer, texts] {
        auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
        if (!dialog)
            return;
        timer->deleteLater();
        timer->stop();
        QLineEdit *last = nullptr;
        for (QLineEdit *edit : dialog->findChildren<QLineEdit *>()) {
            const auto text = texts.find(texts.firstKey().isEmpty() ? QString() : edit->accessibleName());
            if (text == texts.end() || (last && texts.firstKey().isEmpty()))
                continue;
            edit->setText(*text);
            last = edit;
        }
        if (last)
            QTest::keyClick(last, Qt::Key_Return);
    });
    timer->start(dialogPollMs);
}

bool WindowDriver::waitUntilWhole(size_t nodes)
{
    return waitFor(
        [&] {
            const auto isAlive = [](const NodeView &node) { return node.condition == NodeCondition::Alive; };
            return m_window->session().isOpen() && ring().isWhole()
                && size_t(std::count_if(ring().nodes.begin(), ring().nodes.end(), isAlive)) == nodes;
        },
        patienceMs);
}

bool WindowDriver::waitForCondition(const QByteArray &node, NodeCondition condition)
{
    return waitFor(
        [&] {
            const int index = ring().indexOf(node);
            return index >= 0 && ring().nodes[size_t(index)].condition == condition;
        },
        patienceMs);
}

bool WindowDriver::waitForStatus(const QString &part)
{
    return waitFor([&] { return statusText().contains(part); }, patienceMs);
}

bool WindowDriver::waitForMessage(const QString &subject, const QString &part)
{
    return waitFor([&] { return m_window->messages()->textOf(subject).contains(part); }, patienceMs);
}

bool WindowDriver::waitForInspector(const QString &part)
{
    return waitFor([&] { return inspectorText().contains(part); }, patienceMs);
}

bool WindowDriver::waitForEvent(const QString &part)
{
    return waitFor(
        [&] {
            const QStringList texts = eventTexts();
            return std::any_of(texts.begin(), texts.end(), [&](const QString &text) { return text.contains(part); });
        },
        patienceMs);
}

QString WindowDriver::statusText() const
{
    QStringList texts = visibleTexts(m_window->statusBar());
    for (const QToolButton *button : m_window->statusBar()->findChildren<QToolButton *>()) {
        if (button->isVisible())
            texts << button->text();
    }
    return texts.join(u'\n');
}

QString WindowDriver::inspectorText() const
{
    QStringList texts = visibleTexts(m_window->inspector());
    for (const QPlainTextEdit *edit : m_window->inspector()->findChildren<QPlainTextEdit *>()) {
        if (edit->isVisible())
            texts << edit->toPlainText();
    }
    return texts.join(u'\n');
}

QStringList WindowDriver::eventTexts() const
{
    QStringList texts;
    for (const QTableView *table : m_window->findChildren<QTableView *>()) {
        if (table->accessibleName() != u"Events"_s)
            continue;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            texts.append(table->model()->index(row, table->model()->columnCount() - 1).data().toString());
    }
    return texts;
}

QString WindowDriver::said() const
{
    QStringList lines{statusText(), inspectorText()};
    lines += visibleTexts(m_window->messages());
    lines += eventTexts();
    for (const NodeView &node : ring().nodes)
        lines.append(u"%1: condition %2, %3 successors; %4"_s.arg(QString::fromUtf8(node.self.address))
                         .arg(int(node.condition))
                         .arg(node.successors.size())
                         .arg(node.trouble));
    return lines.join(u'\n');
}
