// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dialogs are modal: the ring goes on meanwhile, and what is asked for may be gone.

#include "window/node_commands.h"

#include "model/names.h"
#include "panels/message_bar.h"
#include "session/action_runner.h"
#include "session/ring_session.h"
#include "window/action_dialogs.h"
#include "window/actions.h"
#include "window/log_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace monitor {

using namespace Qt::StringLiterals;

NodeCommands::NodeCommands(RingSession *session, ActionRunner *runner, const Actions &actions, MessageBar *messages,
                           QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_runner(runner)
    , m_actions(actions)
    , m_messages(messages)
    , m_window(window)
{
    connectActions();
}

void NodeCommands::connectActions()
{
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions.join, [this] { m_runner->begin(ActionRequest::of(Action::Join)); });
    onTrigger(m_actions.joinAt, [this] { joinAt(); });
    onTrigger(m_actions.leave, [this] { m_runner->beginOnSelectedNode(Action::Leave); });
    onTrigger(m_actions.kill, [this] { m_runner->beginOnSelectedNode(Action::Kill); });
    onTrigger(m_actions.restart, [this] { m_runner->beginOnSelectedNode(Action::Restart); });
    onTrigger(m_actions.isolate, [this] { m_runner->beginOnSelectedNode(Action::Isolate); });
    onTrigger(m_actions.cutLink, [this] { cutLink(); });
    onTrigger(m_actions.heal, [this] { m_runner->begin(ActionRequest::of(Action::Heal)); });
    onTrigger(m_actions.log, [this] { showLog(m_session->selectedNode()); });
    onTrigger(m_actions.copyId, [this] { copyIdentifier(); });
    onTrigger(m_actions.unlock, [this] { m_session->unlock(); });
}

void NodeCommands::joinAt()
{
    const std::optional<QString> typed = askIdentifier(m_window);
    if (!typed || !m_session->isOpen())
        return;
    const RingSnapshot &ring = *m_session->snapshot();
    ActionRequest request = ActionRequest::of(Action::Join);
    request.id = identifierFromText(ring, *typed);
    if (request.id)
        m_runner->begin(request);
    else
        m_messages->show(u"action"_s, MessageBar::Kind::Warning,
                         tr("“%1” is not an identifier of this ring of %2 bits.").arg(*typed).arg(ring.idBits));
}

void NodeCommands::cutLink()
{
    ActionRequest request = ActionRequest::atNode(Action::CutLink, m_session->selectedNode());
    const std::optional<QByteArray> otherEnd = askOtherEnd(*m_session->snapshot(), request.node, m_window);
    if (!otherEnd)
        return;
    request.otherNode = *otherEnd;
    m_runner->begin(request);
}

void NodeCommands::showMenu(const QPoint &place)
{
    QMenu menu(m_window);
    if (m_session->selection().node)
        menu.addActions({m_actions.leave, m_actions.kill, m_actions.restart, m_actions.isolate, m_actions.cutLink,
                         m_actions.heal, m_actions.log});
    else
        menu.addActions({m_actions.get, m_actions.lookup, m_actions.remove});
    menu.addAction(m_actions.copyId);
    menu.exec(place);
}

void NodeCommands::showLog(const QByteArray &address)
{
    const QString path = m_session->isOpen() && !address.isEmpty() ? m_session->source()->logPath(address) : QString();
    const QString problem = LogDialog::open(m_session->nodeName(address), path, m_window);
    if (!problem.isEmpty())
        m_messages->show(u"action"_s, MessageBar::Kind::Warning, problem);
}

void NodeCommands::copyIdentifier()
{
    const chord::IdSpace space(m_session->snapshot()->idBits);
    const Selection &selection = m_session->selection();
    if (selection.node)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(*selection.node)));
    else if (selection.key)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(space.hash(*selection.key))));
}

} // namespace monitor
