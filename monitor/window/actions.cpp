// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reasons and effects come from the source; the selected node decides which.

#include "window/actions.h"

#include "model/names.h"
#include "model/ring_source.h"
#include "session/ring_session.h"
#include "window/settings.h"
#include "window/tool_icon.h"

#include <QWidget>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

// why: why it is disabled; empty: it is enabled. effect: what it brings about, if that says more than its name.
void setState(QAction *action, const QString &why, const QString &effect = {})
{
    action->setEnabled(why.isEmpty());
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString text = why.isEmpty() ? effect : why;
    action->setToolTip(plainTip(text.isEmpty() ? u"%1 (%2)"_s.arg(action->text(), keys) : text));
}

QString noRing(const RingSession &session)
{
    return session.isOpening() ? Actions::tr("The ring is still being opened. Wait a moment, or cancel.")
                               : Actions::tr("No ring is open. Start or open one first.");
}

} // namespace

Actions::Actions(QWidget *window)
    : QObject(window)
{
    makeNodeActions();
    makeKeyActions();
    makeTimeActions();
    makeFileActions();
    makeViewActions();
}

QAction *Actions::make(const QString &text, const QKeySequence &shortcut)
{
    auto *window = qobject_cast<QWidget *>(parent());
    auto *action = new QAction(text, window);
    action->setShortcut(shortcut);
    window->addAction(action);
    m_all.append(action);
    return action;
}

void Actions::makeNodeActions()
{
    startRing = make(tr("Start ring"), u"Ctrl+N"_s);
    startRing->setIcon(toolIcon(u"start"_s));
    join = make(tr("Join"), u"Ctrl+J"_s);
    join->setIcon(toolIcon(u"join"_s));
    joinAt = make(tr("Join at…"), u"Ctrl+Shift+J"_s);
    leave = make(tr("Leave"), u"Ctrl+L"_s);
    leave->setIcon(toolIcon(u"leave"_s, IconRole::Destructive));
    kill = make(tr("Kill"), u"Ctrl+K"_s);
    kill->setIcon(toolIcon(u"kill"_s, IconRole::Destructive));
    restart = make(tr("Restart"), u"Ctrl+R"_s);
    isolate = make(tr("Isolate"), u"Ctrl+I"_s);
    cutLink = make(tr("Cut link…"), u"Ctrl+Shift+I"_s);
    heal = make(tr("Heal links"), u"Ctrl+H"_s);
    log = make(tr("Show log"), u"Ctrl+Shift+L"_s);
    unlock = make(tr("Unlock this ring"), u"Ctrl+Shift+K"_s);
}

void Actions::makeKeyActions()
{
    put = make(tr("Put"), u"Ctrl+P"_s);
    put->setIcon(toolIcon(u"put"_s));
    get = make(tr("Get"), u"Ctrl+G"_s);
    get->setIcon(toolIcon(u"get"_s));
    remove = make(tr("Delete"), u"Ctrl+Delete"_s);
    remove->setIcon(toolIcon(u"delete"_s, IconRole::Destructive));
    lookup = make(tr("Look up"), u"Ctrl+U"_s);
    lookup->setIcon(toolIcon(u"lookup"_s));
    clearLookup = make(tr("Clear the lookup"), u"Ctrl+Shift+U"_s);
}

void Actions::makeTimeActions()
{
    back = make(tr("Back"), u"Ctrl+Left"_s);
    back->setIcon(toolIcon(u"back"_s));
    play = make(tr("Play"), u"Ctrl+Space"_s);
    play->setIcon(toolIcon(u"play"_s));
    stepMessage = make(tr("Step: message"), u"Ctrl+Right"_s);
    stepMessage->setIcon(toolIcon(u"step_message"_s));
    stepRound = make(tr("Step: round"), u"Ctrl+Shift+Right"_s);
    stepRound->setIcon(toolIcon(u"step_round"_s));
}

void Actions::makeFileActions()
{
    textbook = make(tr("Open the textbook ring"), u"Ctrl+T"_s);
    random = make(tr("Open a random ring…"), u"Ctrl+Shift+N"_s);
    reopenRing = make(tr("Reopen the kept ring"), u"Ctrl+Shift+P"_s);
    connectToNode = make(tr("Connect to a node…"), u"Ctrl+O"_s);
    bookmark = make(tr("Bookmark this ring…"), u"Ctrl+D"_s);
    closeRing = make(tr("Close the ring"), u"Ctrl+W"_s);
    replay = make(tr("Replay the recording"), u"Ctrl+Shift+R"_s);
    returnToLive = make(tr("Return to the live ring"), u"Ctrl+Shift+T"_s);
    saveRecording = make(tr("Save the recording…"), u"Ctrl+S"_s);
    openRecording = make(tr("Open a recording or snapshot…"), u"Ctrl+Shift+O"_s);
    exportRing = make(tr("Export the ring (PNG, SVG)…"), u"Ctrl+E"_s);
    exportTable = make(tr("Export the table of nodes (CSV)…"), u"Ctrl+Shift+E"_s);
    exportSnapshot = make(tr("Export the snapshot (JSON)…"), u"Ctrl+Shift+S"_s);
    quit = make(tr("Quit"), u"Ctrl+Q"_s);
}

void Actions::makeViewActions()
{
    find = make(tr("Find a node or key"), QKeySequence::Find);
    copyId = make(tr("Copy the identifier"), u"Ctrl+Shift+C"_s);
    legend = make(tr("Legend"), u"F2"_s);
    legend->setCheckable(true);
    legend->setChecked(true);
    presenter = make(tr("Presenter mode"), u"F11"_s);
    presenter->setCheckable(true);
    teacher = make(tr("Teacher's notes"), u"Shift+F11"_s);
    teacher->setCheckable(true);
    notify = make(tr("Desktop notifications"), u"Ctrl+Shift+H"_s);
    notify->setCheckable(true);
    notify->setChecked(Settings::notifies());
    focusRing = make(tr("Go to the ring"), u"F6"_s);
    for (int number = 1; number <= lessonsCount; ++number)
        lessons[size_t(number - 1)] =
            make(tr("%1 · %2").arg(number).arg(makeLesson(number).title), u"Ctrl+%1"_s.arg(number));
    about = make(tr("About FunnelKVS"), u"F1"_s);
}

void Actions::refresh(const RingSession &session)
{
    refreshAnywhere(session);
    refreshAtNode(session);
    refreshFiles(session);
    copyId->setEnabled(session.selection().node || session.selection().key);
    startRing->setToolTip(tr("Start a local ring of %n nodes (%1)", nullptr, Settings::localNodes())
                              .arg(startRing->shortcut().toString(QKeySequence::NativeText)));
}

void Actions::refreshAnywhere(const RingSession &session)
{
    const std::array<std::pair<QAction *, Action>, 7> actions{{{put, Action::Put},
                                                               {get, Action::Get},
                                                               {remove, Action::Delete},
                                                               {lookup, Action::Lookup},
                                                               {join, Action::Join},
                                                               {joinAt, Action::Join},
                                                               {heal, Action::Heal}}};
    for (const auto &[changed, action] : actions)
        setState(changed, session.isOpen() ? session.source()->whyNot(action) : noRing(session));
    unlock->setEnabled(session.isOpen() && session.source()->isReadOnly());
}

void Actions::refreshAtNode(const RingSession &session)
{
    refreshAtNode(session, leave, Action::Leave, tr("Leave"));
    refreshAtNode(session, kill, Action::Kill, tr("Kill"));
    refreshAtNode(session, restart, Action::Restart, tr("Restart"));
    refreshAtNode(session, isolate, Action::Isolate, tr("Isolate"));
    refreshAtNode(session, cutLink, Action::CutLink, tr("Cut link…"));
    const QByteArray node = session.selectedNode();
    log->setEnabled(session.isOpen() && !node.isEmpty() && !session.source()->logPath(node).isEmpty());
}

// The button of a remote leave says its effect before it is clicked: nothing can undo it from here.
void Actions::refreshAtNode(const RingSession &session, QAction *changed, Action action, const QString &text)
{
    changed->setText(text);
    if (!session.isOpen()) {
        setState(changed, noRing(session));
        return;
    }
    const QByteArray node = session.selectedNode();
    if (node.isEmpty()) {
        setState(changed, tr("Select a node first."));
        return;
    }
    const RingSource &source = *session.source();
    const QString why = source.whyNotAt(action, node);
    const QString effect = source.effectOf(action, node);
    const bool isRemote = source.mode() == Mode::Live && source.logPath(node).isEmpty();
    if (action == Action::Leave && isRemote && why.isEmpty() && !effect.isEmpty())
        changed->setText(effect);
    setState(changed, why, effect);
}

void Actions::refreshFiles(const RingSession &session)
{
    for (QAction *action : {closeRing, exportRing, exportTable, exportSnapshot})
        action->setEnabled(session.isOpen());
    bookmark->setEnabled(session.isOpen() && !session.address().isEmpty());
    replay->setEnabled(session.canReplay());
    saveRecording->setEnabled(session.recording() != nullptr);
    returnToLive->setEnabled(session.canReturnToLive());
}

} // namespace monitor
