// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the buttons do, and how it ended: a success is shown where one looks (the value in the inspector, the path on
// the ring), a failure stands above the ring with what to do about it. Nothing asks "are you sure?": what can be undone
// offers that, what cannot says its effect before.

#include "window/main_window.h"

#include "classroom/lesson_runner.h"
#include "model/names.h"
#include "model/playback.h"
#include "panels/charts.h"
#include "panels/events_model.h"
#include "panels/inspector.h"
#include "panels/start_page.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "panels/trace_text.h"
#include "ring/ring_view.h"
#include "window/search.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDockWidget>
#include <QFile>
#include <QInputDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 logBytesMax = 256 * 1024; // the end of a log is what matters

bool isOfKey(Action action)
{
    return action == Action::Put || action == Action::Get || action == Action::Delete || action == Action::Lookup;
}

} // namespace

void MainWindow::connectSource()
{
    RingSource *source = m_source.get();
    connect(source, &RingSource::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(source, &RingSource::snapshotRefreshed, this, [this] {
        m_ring->setSnapshot(m_source->snapshot());
        showTroubles(*m_ring->snapshot());
        showDetails();
        showStatus();
    });
    connect(source, &RingSource::actionFinished, this, &MainWindow::finish);
    connect(source, &RingSource::eventHappened, this, &MainWindow::noteEvent);
    connect(source, &RingSource::progressed, this, [this](const QString &text, int done, int total) {
        if (!isOpen() && total > 0)
            m_startPage->showProgress(text, done, total);
        else if (total > 0)
            tell(text);
    });
    connect(source, &RingSource::troubled, this, [this](const QString &text) {
        if (text.isEmpty())
            m_messages->remove(u"source"_s);
        else
            m_messages->show(u"source"_s, MessageBar::Kind::Warning, text);
    });
    if (Playback *playback = source->playback())
        connect(playback, &Playback::changed, this, [this] {
            showPlayback();
            showStatus();
        });
}

void MainWindow::begin(const ActionRequest &request)
{
    if (!isOpen())
        return;
    m_messages->remove(u"action"_s);
    // The report may come before begin() returns.
    const quint64 ticket = m_source->begin(request);
    m_begun[ticket] = request;
}

void MainWindow::beginOnKey(Action action)
{
    if (!isOpen())
        return;
    if (m_key->text().isEmpty()) {
        m_messages->show(u"action"_s, MessageBar::Kind::Note, tr("Type a key into the field above first."));
        m_key->setFocus();
        return;
    }
    ActionRequest request;
    request.action = action;
    request.key = keyFromText(*m_ring->snapshot(), m_key->text());
    request.value = m_value->text().toUtf8();
    request.contentType = "text/plain; charset=utf-8";
    const int index = m_selection.node ? m_ring->snapshot()->indexOf(*m_selection.node) : -1;
    if (index >= 0 && m_ring->snapshot()->nodes[size_t(index)].condition == NodeCondition::Alive)
        request.node = selectedAddress();
    begin(request);
}

void MainWindow::beginOnNode(Action action)
{
    ActionRequest request;
    request.action = action;
    request.node = selectedAddress();
    if (!request.node.isEmpty())
        begin(request);
}

void MainWindow::joinAt()
{
    bool isAccepted = false;
    const QString typed = QInputDialog::getText(this, tr("Join at an identifier"),
                                                tr("Where the new node shall stand (a number, or hexadecimal digits):"),
                                                QLineEdit::Normal, {}, &isAccepted);
    if (!isAccepted || !isOpen())
        return;
    const RingSnapshot &ring = *m_ring->snapshot();
    bool isNumber = false;
    const quint64 number = typed.toULongLong(&isNumber);
    ActionRequest request;
    request.action = Action::Join;
    if (ring.idBits > paperIdBitsMax)
        request.id = chord::IdSpace(ring.idBits).fromHex(typed.toLatin1());
    else if (isNumber && number < (1ull << ring.idBits))
        request.id = chord::Id(number);
    if (request.id)
        begin(request);
    else
        m_messages->show(u"action"_s, MessageBar::Kind::Warning,
                         tr("“%1” is no identifier of this ring of %2 bits.").arg(typed).arg(ring.idBits));
}

void MainWindow::cutLink()
{
    ActionRequest request;
    request.action = Action::CutLink;
    request.node = selectedAddress();
    const RingSnapshot &ring = *m_ring->snapshot();
    QStringList names;
    QByteArrayList addresses;
    for (const NodeView &node : ring.nodes) {
        if (node.self.address == request.node)
            continue;
        names << Names(ring).node(node.self);
        addresses << node.self.address;
    }
    bool isAccepted = false;
    const QString chosen = QInputDialog::getItem(
        this, tr("Cut a link"), tr("Cut the link between %1 and this node:").arg(nodeName(request.node)), names, 0,
        false, &isAccepted);
    if (!isAccepted || !isOpen())
        return;
    request.otherNode = addresses.value(names.indexOf(chosen));
    begin(request);
}

void MainWindow::finish(const ActionReport &report)
{
    const auto begun = m_begun.find(report.ticket);
    ActionRequest request;
    if (begun != m_begun.end()) {
        request = begun->second;
        m_begun.erase(begun);
    }
    if (!report.ok) {
        m_messages->show(u"action"_s, MessageBar::Kind::Warning, report.text);
        return;
    }
    if (!report.text.isEmpty())
        tell(report.text);
    if (isOfKey(report.action) && report.micros > 0)
        m_charts->addDuration(report.micros);
    if (report.lookup) {
        m_charts->addHops(hopCount(*report.lookup));
        m_trace->add(*report.lookup, Names(*m_ring->snapshot()));
    }
    switch (report.action) {
    case Action::Lookup:
        m_tabs->setCurrentWidget(m_trace);
        if (report.lookup)
            m_ring->showLookup(*report.lookup);
        break;
    case Action::Get:
        m_inspector->setValue(report.key, report.value);
        select({{}, report.key});
        break;
    case Action::Put:
        m_inspector->setValue(request.key, request.value);
        select({{}, request.key});
        break;
    case Action::Delete:
        m_inspector->forgetValue();
        offerUndo(report);
        break;
    case Action::Kill:
        tellKilled(request);
        break;
    default:
        break;
    }
}

void MainWindow::tellKilled(const ActionRequest &request)
{
    const QByteArray address = request.node;
    if (address.isEmpty())
        return;
    m_messages->show(u"node:"_s + QString::fromUtf8(address), MessageBar::Kind::Warning,
                     tr("%1 was killed. The other voters of its range elect a leader.").arg(nodeName(address)),
                     {{tr("Restart"), [this, address] {
                           ActionRequest restart;
                           restart.action = Action::Restart;
                           restart.node = address;
                           begin(restart);
                       }}});
}

void MainWindow::offerUndo(const ActionReport &report)
{
    const QString name =
        Names(*m_ring->snapshot()).key(report.key, chord::IdSpace(m_ring->snapshot()->idBits).hash(report.key));
    m_messages->show(u"undo"_s, MessageBar::Kind::Note, tr("%1 was deleted.").arg(name), {{tr("Undo"), [this, report] {
                                                                                               ActionRequest put;
                                                                                               put.action = Action::Put;
                                                                                               put.key = report.key;
                                                                                               put.value = report.value;
                                                                                               put.contentType =
                                                                                                   report.contentType;
                                                                                               begin(put);
                                                                                           }}});
}

void MainWindow::noteEvent(const RingEvent &event)
{
    QScrollBar *bar = m_eventsTable->verticalScrollBar();
    const bool isAtEnd = bar->value() == bar->maximum();
    m_events->add(event);
    if (isAtEnd)
        m_eventsTable->scrollToBottom();
    m_timeline->addEvent(event);
}

void MainWindow::showLog(const QByteArray &address)
{
    const QString path = isOpen() && !address.isEmpty() ? m_source->logPath(address) : QString();
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        m_messages->show(u"action"_s, MessageBar::Kind::Warning,
                         tr("The log %1 cannot be read: %2.").arg(path, file.errorString()));
        return;
    }
    file.seek(std::max<qint64>(0, file.size() - logBytesMax));
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Log of %1: %2").arg(nodeName(address), path));
    dialog->resize(800, 400);
    auto *text = new QPlainTextEdit(QString::fromUtf8(file.readAll()), dialog);
    text->setReadOnly(true);
    text->setAccessibleName(tr("Log"));
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(text);
    dialog->show();
    text->moveCursor(QTextCursor::End);
}

void MainWindow::find()
{
    const std::optional<Selection> found = findInRing(*m_ring->snapshot(), m_find->text());
    if (found) {
        m_messages->remove(u"find"_s);
        select(*found);
        m_ring->setFocus();
    } else {
        m_messages->show(u"find"_s, MessageBar::Kind::Note,
                         tr("No node or key that is known here begins with “%1”.").arg(m_find->text()));
    }
}

void MainWindow::copyIdentifier()
{
    const chord::IdSpace space(m_ring->snapshot()->idBits);
    if (m_selection.node)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(*m_selection.node)));
    else if (m_selection.key)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(space.hash(*m_selection.key))));
}

} // namespace monitor
