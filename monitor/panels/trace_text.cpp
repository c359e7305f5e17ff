// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lookups are iterative: the asker talks to each node itself, and each names the next. A first hop comes from the
// asker's own table, later ones from the table of the node before.

#include "panels/trace_text.h"

#include <QCoreApplication>

namespace monitor {

namespace {

struct TraceText {
    Q_DECLARE_TR_FUNCTIONS(monitor::TraceText)
};

QString hopSentence(const LookupTrace &trace, const HopView &hop, bool isFirst, const Names &names)
{
    const QString from = names.node(hop.from);
    const QString to = names.node(hop.to);
    const QString key = names.key(trace.key, trace.id);
    const bool isOwner = !trace.owner.address.isEmpty() && hop.to.id == trace.owner.id;
    switch (hop.via) {
    case chord::Hop::Via::Self:
        return isOwner ? TraceText::tr("%1 checks its own range: it contains %2.").arg(to, key)
                       : TraceText::tr("%1 checks its own tables.").arg(to);
    case chord::Hop::Via::Cache:
        return TraceText::tr("%1 has cached that %2 owns this part of the ring, and asks it.").arg(from, to);
    case chord::Hop::Via::Successor:
        if (isOwner)
            return isFirst
                ? TraceText::tr("%1 asks its successor %2: %3 is between them, so %2 owns it.").arg(from, to, key)
                : TraceText::tr("%1 returns its successor %2: %3 is between them, so %2 owns it.").arg(from, to, key);
        return isFirst
            ? TraceText::tr("%1 asks %2 from its successor list: the closest node that it knows before %3.")
                  .arg(from, to, key)
            : TraceText::tr("%1 returns %2 from its successor list: the closest node that it knows before %3.")
                  .arg(from, to, key);
    case chord::Hop::Via::Finger:
        return isFirst ? TraceText::tr("%1 asks its finger %2, %3: the closest node that it knows before %4.")
                             .arg(from)
                             .arg(hop.finger + 1)
                             .arg(to, key)
                       : TraceText::tr("%1 returns its finger %2, %3: the closest node that it knows before %4.")
                             .arg(from)
                             .arg(hop.finger + 1)
                             .arg(to, key);
    }
    return {};
}

} // namespace

QString traceTitle(const LookupTrace &trace, const Names &names)
{
    if (trace.owner.address.isEmpty())
        return TraceText::tr("%1 from %2: not found after %n hops, %3", nullptr, hopCount(trace))
            .arg(names.key(trace.key, trace.id), names.node(trace.asker), durationText(traceMicros(trace)));
    return TraceText::tr("%1 from %2: found at %3 after %n hops, %4", nullptr, hopCount(trace))
        .arg(names.key(trace.key, trace.id), names.node(trace.asker), names.node(trace.owner),
             durationText(traceMicros(trace)));
}

QStringList traceSentences(const LookupTrace &trace, const Names &names)
{
    QStringList sentences;
    bool isFirst = true;
    for (const HopView &hop : trace.hops) {
        QString sentence = hopSentence(trace, hop, isFirst && hop.from.id == trace.asker.id, names);
        if (!hop.answered)
            sentence += QChar::Space + TraceText::tr("It does not answer; the lookup steps back.");
        sentences << sentence;
        isFirst = isFirst && hop.via == chord::Hop::Via::Self;
    }
    if (trace.owner.address.isEmpty())
        return sentences << TraceText::tr("The lookup failed: no other node on the way answers.");
    QStringList replicas;
    for (size_t i = 1; i < trace.replicas.size(); ++i)
        replicas << names.node(trace.replicas[i]);
    const QString owner = names.node(trace.owner);
    const QString key = names.key(trace.key, trace.id);
    sentences << TraceText::tr("%1 owns %2: it is the first node at or after %3 on the ring.")
                     .arg(owner, key, names.point(trace.id));
    if (!replicas.isEmpty())
        sentences << TraceText::tr("Copies are kept by %1.").arg(replicas.join(QStringLiteral(", ")));
    return sentences;
}

int hopCount(const LookupTrace &trace)
{
    int count = 0;
    for (const HopView &hop : trace.hops)
        count += hop.from.id != hop.to.id;
    return count;
}

qint64 traceMicros(const LookupTrace &trace)
{
    qint64 micros = 0;
    for (const HopView &hop : trace.hops)
        micros += hop.micros;
    return micros;
}

} // namespace monitor
