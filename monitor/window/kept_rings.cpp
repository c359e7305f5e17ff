// SPDX-License-Identifier: GPL-3.0-or-later
//
// The folders are read again each time: another window may have changed them.

#include "window/kept_rings.h"

#include "panels/message_bar.h"
#include "panels/start_page.h"
#include "session/ring_session.h"

#include <QAction>
#include <QDir>

namespace monitor {

using namespace Qt::StringLiterals;

KeptRings::KeptRings(RingSession *session, StartPage *page, MessageBar *messages, QAction *reopen, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_page(page)
    , m_messages(messages)
    , m_reopen(reopen)
{
    connect(page, &StartPage::reopenRequested, this, &KeptRings::reopen);
    connect(page, &StartPage::forgetRequested, this, &KeptRings::forget);
    connect(reopen, &QAction::triggered, this, [this] {
        const std::vector<KeptRing> rings = m_session->keptRings();
        if (!rings.empty())
            m_session->reopenRing(rings.front());
    });
    for (const auto changed : {&RingSession::sourceChanged, &RingSession::parkedChanged})
        connect(session, changed, this, &KeptRings::refresh);
    connect(session, &RingSession::openingFailed, this, &KeptRings::refresh);
    refresh();
}

void KeptRings::refresh()
{
    std::vector<StartPage::Kept> rows;
    for (const KeptRing &ring : m_session->keptRings())
        rows.push_back({ring.folder, int(ring.nodes.size()), ring.usedAt});
    m_page->setKept(rows);
    m_reopen->setEnabled(!rows.empty());
}

void KeptRings::reopen(const QString &folder)
{
    if (const std::optional<KeptRing> ring = KeptRing::load(folder))
        m_session->reopenRing(*ring);
    else
        m_messages->show(u"open"_s, MessageBar::Kind::Warning,
                         tr("The ring in %1 cannot be read.").arg(QDir::toNativeSeparators(folder)));
}

void KeptRings::forget(const QString &folder)
{
    if (!KeptRing::setAside(folder))
        return;
    m_messages->show(u"undo"_s, MessageBar::Kind::Note, tr("The kept ring was deleted."),
                     {{tr("Undo"), [this, folder] {
                           KeptRing::bringBack(folder);
                           refresh();
                       }}});
    refresh();
}

} // namespace monitor
