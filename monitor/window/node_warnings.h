// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages above the ring about nodes in trouble and ranges without a quorum, with buttons for what can be done. A few
// nodes have a message each, many share one, so that the ring stays visible. A message that the user has closed is not
// shown again until its problem is over.
#pragma once

#include "panels/message_bar.h"

#include <QByteArray>

#include <set>

namespace monitor {

struct NodeView;
struct RingSnapshot;
class RingSession;

class NodeWarnings : public QObject {
    Q_OBJECT
public:
    // messages outlives the warnings.
    explicit NodeWarnings(MessageBar *messages, QObject *parent = nullptr);

    void refresh(const RingSession &session);
    // On a stage the messages would lie over the ring, and what they tell is part of the lesson.
    void setQuiet(bool isQuiet, const RingSession &session);
    // At once, before the source says so.
    void showKilled(const QByteArray &address, const QString &name);
    // Another ring: nothing was closed by the user.
    void clear() { m_dismissed.clear(); }

    // The subject of a node's message.
    static QString subjectOf(const QByteArray &address);

Q_SIGNALS:
    void restartRequested(const QByteArray &address);
    void healRequested();
    void logRequested(const QByteArray &address);

private:
    void show(const QString &subject, const QString &text, const std::vector<Remedy> &remedies = {});
    void remove(const QString &subject);
    void refreshNodes(const RingSession &session);
    void refreshRanges(const RingSnapshot &ring);
    std::vector<Remedy> remediesOf(const RingSession &session, const NodeView &node);
    std::vector<Remedy> remediesOfMany(const RingSession &session);
    Remedy restartOf(const QByteArray &address);

    MessageBar *m_messages;
    bool m_isQuiet = false;
    std::set<QString> m_dismissed; // subjects that the user has closed and that are not over
};

} // namespace monitor
