// SPDX-License-Identifier: GPL-3.0-or-later
//
// A parked ring is polled: its bar is always up to date.

#include "window/ring_bars.h"

#include "panels/message_bar.h"
#include "session/ring_session.h"

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

const QString opening = QStringLiteral("opening"); // subjects
const QString quitting = QStringLiteral("quit");

QString textOf(const RingSource &source)
{
    const RingSnapshot &ring = *source.snapshot();
    const QString nodes = RingBars::tr("%n nodes", nullptr, ring.liveNodes());
    const QString keys = RingBars::tr("%n keys", nullptr, int(ring.primaryKeys()));
    return source.localNodes() > 0 ? RingBars::tr("Local ring: %1, %2").arg(nodes, keys)
                                   : RingBars::tr("Ring of %1: %2, %3").arg(source.title(), nodes, keys);
}

} // namespace

RingBars::RingBars(RingSession *session, MessageBar *messages, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_messages(messages)
{
}

QString RingBars::subjectOf(int parkedNumber)
{
    return u"parked:%1"_s.arg(parkedNumber);
}

void RingBars::showOpening(const QString &text)
{
    m_messages->show(opening, MessageBar::Kind::Standing, text,
                     {{tr("Cancel"), [this] { m_session->cancelOpening(); }}});
}

quint64 RingBars::keysAtRisk() const
{
    const auto keysOf = [](const RingSource *source) {
        return source && source->localNodes() > 0 && !source->keepsData() ? source->snapshot()->primaryKeys() : 0;
    };
    quint64 keys = keysOf(m_session->source());
    for (const OpenRing &ring : m_session->parked())
        keys += keysOf(ring.source.get());
    return keys;
}

bool RingBars::warnsBeforeQuit()
{
    const quint64 keys = keysAtRisk();
    if (keys == 0 || m_isQuitConfirmed || !m_messages->textOf(quitting).isEmpty())
        return false;
    m_messages->show(quitting, MessageBar::Kind::Warning,
                     tr("The local ring stops with this window, and its %n keys are lost.", nullptr, int(keys)),
                     {{tr("Quit"), [this] {
                           m_isQuitConfirmed = true;
                           Q_EMIT quitRequested();
                       }}});
    return true;
}

void RingBars::refresh()
{
    if (!m_session->isOpening() || !m_session->source())
        m_messages->remove(opening);
    std::set<QString> before = std::exchange(m_shown, {});
    for (const OpenRing &ring : m_session->parked()) {
        const QString subject = subjectOf(ring.number);
        std::vector<Remedy> remedies{{tr("Return"), [this, number = ring.number] { m_session->returnTo(number); }}};
        if (ring.source->localNodes() > 0)
            remedies.push_back({tr("Stop it"), [this, number = ring.number] { m_session->stopParked(number); }});
        m_messages->show(subject, MessageBar::Kind::Standing, textOf(*ring.source), remedies);
        m_shown.insert(subject);
        before.erase(subject);
    }
    for (const QString &gone : before)
        m_messages->remove(gone);
}

} // namespace monitor
