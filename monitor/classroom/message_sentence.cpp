// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function a kind of message, chosen by overload: a new kind of message does not compile without a text here.

#include "classroom/message_sentence.h"

#include "chord/routing.h"
#include "classroom/classroom_run.h"
#include "model/ring_ranges.h"

#include <algorithm>

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
        return tr("lookup: next node on the path to %1?").arg(m_names.point(m.target));
    }
    QString operator()(const chord::FindNextReply &m) const
    {
        if (m.next.empty())
            return tr("lookup: I know no next node");
        const QString next = name(m.next.front());
        return m.final ? tr("lookup: it belongs to %1").arg(next) : tr("lookup: ask %1").arg(next);
    }
    QString operator()(const chord::GetNeighbours &) const
    {
        const chord::Node *asker = m_run.cluster().node(m_from);
        if (asker && asker->state() == chord::NodeState::Joining && asker->routing().successors().empty())
            return tr("join: are you a member of the ring?");
        if (asker && asker->routing().successor().id == m_run.cluster().ref(m_to).id)
            return tr("stabilize: what is your predecessor?");
        return tr("what are your neighbours?");
    }
    QString operator()(const chord::Neighbours &m) const
    {
        return m.predecessor ? tr("my predecessor is %1").arg(name(*m.predecessor)) : tr("I know no predecessor");
    }
    QString operator()(const chord::Ping &) const { return tr("are you alive?"); }
    QString operator()(const chord::Pong &) const { return tr("I am alive"); }
    QString operator()(const chord::Notify &) const { return tr("notify: I may be your predecessor"); }
    QString operator()(const chord::Leaving &) const { return tr("I have left the ring"); }
    QString operator()(const chord::PreVote &) const { return tr("election: would you vote for me?"); }
    QString operator()(const chord::PreVoteReply &m) const
    {
        return m.verdict == chord::Verdict::Granted ? tr("election: yes, I would") : refusal(m.verdict);
    }
    QString operator()(const chord::Prepare &m) const
    {
        return tr("election: promise me ballot %1").arg(shortBallotText(m.ballot));
    }
    QString operator()(const chord::Promise &m) const
    {
        return m.verdict == chord::Verdict::Granted
            ? tr("election: I promise ballot %1").arg(shortBallotText(m.promised))
            : refusal(m.verdict);
    }
    QString operator()(const chord::TakeLead &) const { return tr("be the leader of this range"); }
    QString operator()(const chord::Heartbeat &) const { return tr("heartbeat: I lead; renew my lease"); }
    QString operator()(const chord::HeartbeatReply &m) const
    {
        const bool isGranted = std::all_of(m.answers.begin(), m.answers.end(), [](const chord::LeaseAnswer &answer) {
            return answer.verdict == chord::Verdict::Granted;
        });
        return isGranted ? tr("heartbeat: renewed") : tr("heartbeat: not all renewed");
    }
    QString operator()(const chord::Propose &m) const
    {
        QStringList voters;
        for (const chord::NodeRef &voter : m.config.voters)
            voters << name(voter);
        const QString range = rangeText(m.config.range.lo, m.config.range.hi, m_names);
        return m.learner ? tr("take the state of %1, to become a voter").arg(range)
                         : tr("propose: the voters of %1 are %2").arg(range, voters.join(QStringLiteral(", ")));
    }
    QString operator()(const chord::ProposeReply &m) const { return accepted(m.verdict); }
    QString operator()(const chord::Removed &) const { return tr("you are no longer a voter of this range"); }
    QString operator()(const chord::Accept &m) const
    {
        if (m.records.size() != 1)
            return tr("accept %n key(s)", nullptr, int(m.records.size()));
        const QString key = name(m.records.front().key);
        return m.records.front().tombstone ? tr("accept: %1 is deleted").arg(key) : tr("accept %1").arg(key);
    }
    QString operator()(const chord::AcceptReply &m) const { return accepted(m.verdict); }
    QString operator()(const chord::Drop &m) const { return tr("forget %n record(s)", nullptr, int(m.records.size())); }
    QString operator()(const chord::SyncRequest &m) const
    {
        return tr("compare: I hold %n key(s) in this range; do you hold the same?", nullptr, int(m.count));
    }
    QString operator()(const chord::SyncReply &m) const
    {
        switch (m.kind) {
        case chord::SyncReply::Kind::Same:
            return tr("compare: the same");
        case chord::SyncReply::Kind::Refused:
            return tr("not now");
        case chord::SyncReply::Kind::Parts:
        case chord::SyncReply::Kind::Entries:
            break;
        }
        return tr("compare: this is what I hold");
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
    QString operator()(const chord::Register &m) const
    {
        return tr("I lead the range %1").arg(rangeText(m.descriptor.range.lo, m.descriptor.range.hi, m_names));
    }
    QString operator()(const chord::RequestRange &) const { return tr("join: split a range at my identifier"); }
    QString operator()(const chord::RangeReply &m) const
    {
        if (m.accepted)
            return tr("join: I split my range for you");
        return m.leader ? tr("join: ask %1, the leader of that range").arg(name(*m.leader)) : tr("not now");
    }
    QString operator()(const chord::SurveyGroups &m) const
    {
        return tr("recovery: what do you know of the range %1?").arg(rangeText(m.range.lo, m.range.hi, m_names));
    }
    QString operator()(const chord::SurveyReply &) const { return tr("recovery: this is what I know"); }
    QString operator()(const chord::Recover &m) const
    {
        QStringList voters;
        for (const chord::NodeRef &voter : m.present)
            voters << name(voter);
        return tr("recovery: lead this range with the remaining voters: %1").arg(voters.join(QStringLiteral(", ")));
    }
    QString operator()(const chord::Gone &m) const
    {
        return tr("%n node(s) will not return", nullptr, int(m.nodes.size()));
    }
    QString operator()(const chord::Execute &m) const
    {
        const QString key = name(m.key);
        switch (m.kind) {
        case chord::OperationKind::Get:
            return tr("get %1").arg(key);
        case chord::OperationKind::Put:
            return tr("put %1").arg(key);
        case chord::OperationKind::Watch:
            return tr("tell me the value of %1, and each change").arg(key);
        case chord::OperationKind::List:
            return tr("list the keys from here on");
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
            return tr("the value has changed");
        case chord::ExecuteStatus::NotLeader:
            if (m.descriptor)
                return tr("I do not lead that range: ask %1").arg(name(m.descriptor->leader));
            return m.next.empty() ? tr("I do not lead that range")
                                  : tr("I do not lead that range: ask %1").arg(name(m.next.front()));
        case chord::ExecuteStatus::Renew:
            return tr("this may be a repeated request: send it again");
        case chord::ExecuteStatus::Busy:
        case chord::ExecuteStatus::Uncertain:
        case chord::ExecuteStatus::NotStored:
            break;
        }
        return tr("not now");
    }
    QString operator()(const chord::WatchEvent &m) const
    {
        switch (m.kind) {
        case chord::WatchEvent::Kind::Put:
            return tr("watch: the key has a new value");
        case chord::WatchEvent::Kind::Deleted:
            return tr("watch: the key was deleted");
        case chord::WatchEvent::Kind::Expired:
            return tr("watch: the value has expired");
        case chord::WatchEvent::Kind::Ended:
            break;
        }
        return tr("watch: I do not lead the key any more");
    }
    QString operator()(const chord::KeepWatches &m) const
    {
        return tr("watch: I still watch %n key(s)", nullptr, int(m.watches.size()));
    }
    QString operator()(const chord::KeepWatchesReply &m) const
    {
        return m.differing.empty() ? tr("watch: you have been told every change")
                                   : tr("watch: you may have missed changes");
    }
    QString operator()(const chord::Unreachable &) const { return tr("unreachable"); }

private:
    static QString accepted(chord::Verdict verdict)
    {
        return verdict == chord::Verdict::Granted ? tr("accepted") : refusal(verdict);
    }
    static QString refusal(chord::Verdict verdict)
    {
        switch (verdict) {
        case chord::Verdict::Promised:
            return tr("no: I have promised a later ballot");
        case chord::Verdict::Leased:
            return tr("no: the lease of the leader has not ended");
        case chord::Verdict::NoState:
            return tr("no: I am not a voter of this range");
        case chord::Verdict::Behind:
            return tr("no: I do not know this configuration yet");
        case chord::Verdict::Locked:
            return tr("no: this range is being merged");
        case chord::Verdict::Unwilling:
        case chord::Verdict::Granted:
            break;
        }
        return tr("not now");
    }
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
