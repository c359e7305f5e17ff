// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writing, then reading; the readers of small things come first.

#include "replay/node_json.h"

#include "api/json_texts.h"
#include "api/key_text.h"
#include "chord/config.h"
#include "model/ring_ranges.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace monitor {

using namespace Qt::StringLiterals;
using api::JsonMistake;
using api::JsonWriter;
using api::member;

namespace {

constexpr std::array conditionNames{"alive", "joining", "leaving", "suspect", "dead"}; // NodeCondition's, in its order
constexpr std::array stateNames{api::rangeServing, api::rangeElecting, api::rangeNoQuorum,
                                api::rangeRecovering}; // chord::GroupState's, in its order
constexpr qsizetype addressBytesMax = 300; // a host name has 253 at most

// A text that stands for one of a list, as its place in it.
struct OneOf {
    std::span<const char *const> names;
    size_t &index;
};

struct HexId {
    chord::Id &id;
};

struct VersionText {
    chord::Version &version;
};

struct BallotText {
    chord::Ballot &ballot;
};

// "1.2.8": what versions were before they were single numbers. Recordings of then are still read.
bool isFormerVersion(const QByteArray &text)
{
    const QList<QByteArray> numbers = text.split('.');
    return numbers.size() == 3 && std::all_of(numbers.begin(), numbers.end(), [](const QByteArray &number) {
               bool isNumber = false;
               number.toULongLong(&isNumber, 16);
               return isNumber;
           });
}

bool read(const QJsonValue &value, OneOf choice, JsonMistake &mistake)
{
    QByteArray text;
    if (!api::read(value, text, mistake))
        return false;
    const auto found = std::find(choice.names.begin(), choice.names.end(), text);
    if (found == choice.names.end())
        return mistake.set(u"is none of the words that are known here"_s);
    choice.index = size_t(found - choice.names.begin());
    return true;
}

bool read(const QJsonValue &value, HexId hex, JsonMistake &mistake)
{
    QByteArray text;
    if (!api::read(value, api::HexText{text}, mistake))
        return false;
    const auto id = chord::IdSpace().fromHex(text);
    if (!id)
        return mistake.set(u"is no identifier"_s);
    hex.id = *id;
    return true;
}

bool read(const QJsonValue &value, BallotText ballot, JsonMistake &mistake)
{
    QByteArray text;
    if (!api::read(value, text, mistake))
        return false;
    const auto parsed = ballotFromText(text);
    if (!parsed)
        return mistake.set(u"is no ballot"_s);
    ballot.ballot = *parsed;
    return true;
}

bool read(const QJsonValue &value, VersionText version, JsonMistake &mistake)
{
    QByteArray text;
    if (!api::read(value, text, mistake))
        return false;
    const auto parsed = chord::Version::fromText(text);
    if (!parsed && !text.isEmpty() && !isFormerVersion(text))
        return mistake.set(u"is no version"_s);
    version.version = parsed.value_or(chord::Version());
    return true;
}

} // namespace

static bool read(const QJsonValue &value, FingerView &finger, JsonMistake &mistake)
{
    return api::readObject(value, mistake)
        && member(value, "index", api::Bounded{finger.index, 0, chord::idBitsMax - 1}, mistake)
        && member(value, "start", HexId{finger.start}, mistake) && member(value, "node", finger.node, mistake);
}

static bool read(const QJsonValue &value, RangeView &range, JsonMistake &mistake)
{
    size_t state = 0;
    const bool done = api::readObject(value, mistake) && member(value, "low", HexId{range.low}, mistake)
        && member(value, "high", HexId{range.high}, mistake) && member(value, "leader", range.leader, mistake)
        && member(value, "voters", range.voters, mistake) && member(value, "ballot", BallotText{range.ballot}, mistake)
        && member(value, "state", OneOf{stateNames, state}, mistake);
    range.state = chord::GroupState(state);
    return done;
}

// A recording of before has none.
static bool readRanges(const QJsonValue &value, NodeView &node, JsonMistake &mistake)
{
    std::optional<RangeList> ranges;
    if (!api::optionalMember(value, "ranges", ranges, mistake))
        return false;
    if (ranges)
        node.ranges = std::make_shared<const RangeList>(std::move(*ranges));
    return true;
}

// --- Writing

void writePeer(JsonWriter &json, const std::optional<Peer> &peer, const chord::IdSpace &space)
{
    if (!peer) {
        json.null();
        return;
    }
    json.beginObject();
    json.name("id");
    json.text(space.toHex(peer->id));
    json.name("address");
    json.text(QString::fromUtf8(peer->address));
    json.endObject();
}

static void writeRanges(JsonWriter &json, const RangeList &ranges, const chord::IdSpace &space)
{
    json.beginArray();
    for (const RangeView &range : ranges) {
        json.beginObject();
        json.name("low");
        json.text(space.toHex(range.low));
        json.name("high");
        json.text(space.toHex(range.high));
        json.name("leader");
        writePeer(json, range.leader, space);
        json.name("voters");
        json.beginArray();
        for (const Peer &voter : range.voters)
            writePeer(json, voter, space);
        json.endArray();
        json.name("ballot");
        json.text(ballotText(range.ballot));
        json.name("state");
        json.text(stateNames[size_t(range.state)]);
        json.endObject();
    }
    json.endArray();
}

void writeNode(JsonWriter &json, const NodeView &node, const chord::IdSpace &space)
{
    json.name("node");
    writePeer(json, node.self, space);
    json.name("condition");
    json.text(conditionNames[size_t(node.condition)]);
    json.name("predecessor");
    writePeer(json, node.predecessor, space);
    json.name("successors");
    json.beginArray();
    for (const Peer &successor : node.successors)
        writePeer(json, successor, space);
    json.endArray();
    json.name("fingers");
    json.beginArray();
    for (const FingerView &finger : node.fingers) {
        json.beginObject();
        json.name("index");
        json.number(finger.index);
        json.name("start");
        json.text(space.toHex(finger.start));
        json.name("node");
        writePeer(json, finger.node, space);
        json.endObject();
    }
    json.endArray();
    json.name("ranges");
    if (node.ranges)
        writeRanges(json, *node.ranges, space);
    else
        json.null();
    json.name("primaryKeys");
    json.number(node.totals.primary);
    json.name("replicaKeys");
    json.number(node.totals.replica);
    json.name("bytes");
    json.number(node.totals.bytes);
    json.name("keysComplete");
    json.boolean(node.keysComplete);
    json.name("program");
    json.text(node.version);
    json.name("trouble");
    json.text(node.trouble);
    json.name("local");
    json.boolean(node.local);
}

void writeKeys(JsonWriter &json, const KeyList &keys, const chord::IdSpace &space)
{
    json.beginArray();
    for (const KeyView &key : keys) {
        const bool isText = api::isUtf8(key.key);
        json.beginObject();
        json.name("key");
        json.text(isText ? key.key : api::percentEncoded(key.key));
        if (!isText) {
            json.name("keyEncoding");
            json.text(api::keyEncodingPercent);
        }
        json.name("id");
        json.text(space.toHex(key.id));
        json.name("role");
        json.text(key.primary ? api::rolePrimary : api::roleReplica);
        json.name("bytes");
        json.number(key.bytes);
        json.name("version");
        json.text(key.version.isNull() ? QByteArray() : key.version.toText());
        json.endObject();
    }
    json.endArray();
}

void writeHead(JsonWriter &json, const RingHead &head)
{
    json.name("taken");
    json.number(head.takenMs);
    json.name("idBits");
    json.number(head.idBits);
    json.name("replicas");
    json.number(head.replicas);
    json.name("chainWhole");
    json.boolean(head.chainWhole);
    json.name("problems");
    json.beginArray();
    for (const QString &problem : head.problems)
        json.text(problem);
    json.endArray();
}

// --- Reading

bool read(const QJsonValue &value, Peer &peer, JsonMistake &mistake)
{
    if (!api::readObject(value, mistake) || !member(value, "id", HexId{peer.id}, mistake)
        || !member(value, "address", peer.address, mistake))
        return false;
    return peer.address.size() <= addressBytesMax || mistake.set(u"has an address that is too long"_s);
}

bool read(const QJsonValue &value, NodeView &node, JsonMistake &mistake)
{
    size_t condition = 0;
    const bool done = api::readObject(value, mistake) && member(value, "node", node.self, mistake)
        && member(value, "condition", OneOf{conditionNames, condition}, mistake)
        && member(value, "predecessor", node.predecessor, mistake)
        && member(value, "successors", node.successors, mistake) && member(value, "fingers", node.fingers, mistake)
        && readRanges(value, node, mistake) && member(value, "primaryKeys", node.totals.primary, mistake)
        && member(value, "replicaKeys", node.totals.replica, mistake)
        && member(value, "bytes", node.totals.bytes, mistake)
        && member(value, "keysComplete", node.keysComplete, mistake) && member(value, "program", node.version, mistake)
        && member(value, "trouble", node.trouble, mistake) && member(value, "local", node.local, mistake);
    node.condition = NodeCondition(condition);
    return done;
}

bool read(const QJsonValue &value, KeyView &key, JsonMistake &mistake)
{
    QByteArray role;
    QByteArray encoding;
    if (!api::readObject(value, mistake) || !member(value, "key", key.key, mistake)
        || !api::optionalMember(value, "keyEncoding", encoding, mistake) || !member(value, "id", HexId{key.id}, mistake)
        || !member(value, "role", role, mistake) || !member(value, "bytes", key.bytes, mistake)
        || !member(value, "version", VersionText{key.version}, mistake))
        return false;
    key.primary = role == api::rolePrimary;
    if (!key.primary && role != api::roleReplica)
        return mistake.set(u"has a role that is not known"_s);
    if (encoding.isEmpty())
        return true;
    const auto decoded = api::percentDecoded(key.key);
    if (encoding != api::keyEncodingPercent || !decoded)
        return mistake.set(u"has a key in an encoding that is not known"_s);
    key.key = *decoded;
    return true;
}

bool readKeys(const QJsonValue &value, KeyList &keys, JsonMistake &mistake)
{
    if (!api::read(value, keys, mistake))
        return false;
    const bool inOrder =
        std::is_sorted(keys.begin(), keys.end(), [](const KeyView &a, const KeyView &b) { return a.id < b.id; });
    return inOrder || mistake.set(u"the keys are not in the order of their identifiers"_s);
}

bool read(const QJsonValue &value, TimeMs time, JsonMistake &mistake)
{
    return api::read(value, time.ms, mistake, 0, fileTimeMsMax);
}

bool readHead(const QJsonValue &value, RingHead &head, JsonMistake &mistake)
{
    using api::Bounded;
    return api::readObject(value, mistake) && member(value, "taken", TimeMs{head.takenMs}, mistake)
        && member(value, "idBits", Bounded{head.idBits, chord::idBitsMin, chord::idBitsMax}, mistake)
        && member(value, "replicas", Bounded{head.replicas, 0, chord::Config::successorListLengthMax}, mistake)
        && member(value, "chainWhole", head.chainWhole, mistake) && member(value, "problems", head.problems, mistake);
}

QString headProblem(const QJsonValue &document, const char *format, int version)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("monitor::RecordingFile", text); };
    const QJsonValue said = document["format"_L1];
    if (said.toString() != QLatin1String(format))
        return said.isString()
            ? tr(QT_TRANSLATE_NOOP("monitor::RecordingFile",
                                   "The file is a \"%1\", but a \"%2\" is needed. Choose another file."))
                  .arg(said.toString().left(40), QLatin1String(format))
            : tr(QT_TRANSLATE_NOOP("monitor::RecordingFile",
                                   "The file is JSON, but was not written by FunnelKVS. Choose another file."));
    const qint64 found = document["version"_L1].toInteger(-1);
    if (found > version)
        return tr(QT_TRANSLATE_NOOP(
                      "monitor::RecordingFile",
                      "The file is of version %1, and this program reads up to version %2. Open it with a "
                      "later FunnelKVS."))
            .arg(found)
            .arg(version);
    if (found < 1)
        return tr(QT_TRANSLATE_NOOP("monitor::RecordingFile",
                                    "The file is damaged: its version is no number. Choose another file."));
    return {};
}

int bitsOf(const chord::Id &id)
{
    constexpr int wordBits = 64;
    const auto &words = id.words();
    for (int i = 0; i < int(words.size()); ++i) {
        if (words[size_t(i)] != 0)
            return wordBits * (int(words.size()) - i) - std::countl_zero(words[size_t(i)]);
    }
    return 0;
}

int bitsOf(const NodeView &node)
{
    int bits = bitsOf(node.self.id);
    if (node.predecessor)
        bits = std::max(bits, bitsOf(node.predecessor->id));
    for (const Peer &successor : node.successors)
        bits = std::max(bits, bitsOf(successor.id));
    for (const FingerView &finger : node.fingers)
        bits = std::max({bits, bitsOf(finger.start), bitsOf(finger.node.id)});
    for (const RangeView &range : node.ranges ? *node.ranges : RangeList()) {
        bits = std::max({bits, bitsOf(range.low), bitsOf(range.high), range.leader ? bitsOf(range.leader->id) : 0});
        for (const Peer &voter : range.voters)
            bits = std::max(bits, bitsOf(voter.id));
    }
    return bits;
}

int bitsOf(const KeyList &keys)
{
    return keys.empty() ? 0 : bitsOf(keys.back().id); // the highest is the last
}

} // namespace monitor
