// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function a kind of message, chosen by overload: a kind that is added to the protocol does not compile before it
// has its words here.

#include "classroom/message_sentence.h"

#include "chord/routing.h"
#include "classroom/classroom_run.h"

namespace monitor {

namespace {

class Teller {
    Q_DECLARE_TR_FUNCTIONS(monitor::MessageSentence)
public:
    Teller(const ClassroomRun &run, int from, int to)
        : m_run(run)
        , m_names(run.settings().idBits)
        , m_from(from)
        , m_to(to)
    {
    }

    QString operator()(const chord::FindNext &m) const
    {
        return tr("lookup: who comes next on the way to %1?").arg(m_names.point(m.target));
    }
    QString operator()(const chord::FindNextReply &m) const
    {
        if (m.next.empty())
            return tr("lookup: I know no way");
        const QString next = name(m.next.front());
        return m.final ? tr("lookup: it belongs to %1").arg(next) : tr("lookup: ask %1").arg(next);
    }
    QString operator()(const chord::GetNeighbours &) const
    {
        const chord::Node *asker = m_run.cluster().node(m_from);
        if (asker && asker->state() == chord::NodeState::Joining && asker->routing().successors().empty())
            return tr("join: do you belong to the ring?");
        if (asker && asker->routing().successor().id == m_run.cluster().ref(m_to).id)
            return tr("stabilize: who is your predecessor?");
        return tr("who are your neighbours?");
    }
    QString operator()(const chord::Neighbours &m) const
    {
        return m.predecessor ? tr("my predecessor is %1").arg(name(*m.predecessor)) : tr("I know no predecessor");
    }
    QString operator()(const chord::Ping &) const { return tr("are you there?"); }
    QString operator()(const chord::Pong &) const { return tr("I am here"); }
    QString operator()(const chord::Notify &) const { return tr("notify: I may be your predecessor"); }
    QString operator()(const chord::Leaving &) const { return tr("I have left the ring"); }
    QString operator()(const chord::LeaseRequest &) const { return tr("lease: may I serve my keys?"); }
    QString operator()(const chord::LeaseReply &m) const
    {
        return m.result == chord::LeaseReply::Result::Granted ? tr("lease: you may") : tr("lease: not now");
    }
    QString operator()(const chord::HandOver &m) const
    {
        return tr("you own the keys behind %1 up to %2 now").arg(m_names.point(m.range.lo), m_names.point(m.range.hi));
    }
    QString operator()(const chord::HandOverReply &m) const
    {
        return m.accepted ? tr("I own them now") : tr("I cannot take them");
    }
    QString operator()(const chord::Replicate &m) const
    {
        if (m.records.size() != 1)
            return tr("keep copies of %n key(s)", nullptr, int(m.records.size()));
        const QString key = name(m.records.front().key);
        return m.records.front().tombstone ? tr("forget %1").arg(key) : tr("keep a copy of %1").arg(key);
    }
    QString operator()(const chord::ReplicateReply &m) const
    {
        return m.stored ? tr("I keep it") : tr("I do not keep it");
    }
    QString operator()(const chord::Offer &m) const
    {
        return tr("take %n key(s) that I need not keep", nullptr, int(m.records.size()));
    }
    QString operator()(const chord::OfferReply &m) const { return m.accepted ? tr("they are safe") : tr("not now"); }
    QString operator()(const chord::SyncRequest &m) const
    {
        return tr("repair: I hold %n key(s) here; the same as you?", nullptr, int(m.count));
    }
    QString operator()(const chord::SyncReply &m) const
    {
        return m.kind == chord::SyncReply::Kind::Same ? tr("repair: the same") : tr("repair: this is what I hold");
    }
    QString operator()(const chord::Fetch &m) const
    {
        return m.keys.size() == 1 ? tr("send me %1").arg(name(m.keys.front()))
                                  : tr("send me %n key(s)", nullptr, int(m.keys.size()));
    }
    QString operator()(const chord::FetchReply &m) const
    {
        return m.records.size() == 1 ? tr("here is %1").arg(name(m.records.front().key))
                                     : tr("here are %n key(s)", nullptr, int(m.records.size()));
    }
    QString operator()(const chord::Collect &) const { return tr("everybody has forgotten these keys"); }
    QString operator()(const chord::Execute &m) const
    {
        const QString key = name(m.key);
        switch (m.kind) {
        case chord::OperationKind::Get:
            return tr("get %1").arg(key);
        case chord::OperationKind::Put:
            return tr("put %1").arg(key);
        case chord::OperationKind::Delete:
            break;
        }
        return tr("delete %1").arg(key);
    }
    QString operator()(const chord::ExecuteReply &m) const
    {
        switch (m.status) {
        case chord::ExecuteStatus::Done:
            return tr("done");
        case chord::ExecuteStatus::NotFound:
            return tr("there is no such key");
        case chord::ExecuteStatus::ConditionFailed:
            return tr("the value is another");
        case chord::ExecuteStatus::NotOwner:
            return m.next.empty() ? tr("that is not my key") : tr("not my key: ask %1").arg(name(m.next.front()));
        case chord::ExecuteStatus::Busy:
        case chord::ExecuteStatus::Uncertain:
            break;
        }
        return tr("not now");
    }
    QString operator()(const chord::Unreachable &) const { return tr("unreachable"); }

private:
    QString name(const chord::NodeRef &node) const { return m_names.node(node.id); }
    QString name(const QByteArray &key) const
    {
        return m_names.key(key, m_run.cluster().settings().config.space().hash(key));
    }

    const ClassroomRun &m_run;
    Names m_names;
    int m_from;
    int m_to;
};

} // namespace

QString messageSentence(const chord::Message &message, const ClassroomRun &run, int from, int to)
{
    return std::visit(Teller(run, from, to), message.body);
}

} // namespace monitor
