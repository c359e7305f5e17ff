// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes and key lists that frames share are written once and named by their number, so that a file is about as large
// as the recording is in memory.

#include "replay/recording_file.h"

#include "api/json_texts.h"
#include "files/output_file.h"
#include "replay/node_json.h"
#include "replay/recording_data.h"
#include "replay/snapshot_json.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <map>

namespace monitor {

using namespace Qt::StringLiterals;
using api::JsonMistake;
using api::JsonWriter;
using api::member;

namespace {

// RingEvent::Kind's, in its order.
constexpr std::array kindNames{"joined",     "left",     "died",    "suspected", "recovered", "pointer-changed",
                               "keys-moved", "repaired", "problem", "message",   "note",      "written",
                               "deleted"};
constexpr int rowFixedNumbers = 3; // node, seen, uptime; the counters follow

// The shared parts, numbered in the order in which frames need them.
template <typename Part>
class Numbered {
public:
    int numberOf(const std::shared_ptr<const Part> &part)
    {
        const auto [place, isNew] = m_numbers.try_emplace(part.get(), int(m_parts.size()));
        if (isNew)
            m_parts.push_back(part);
        return place->second;
    }
    const std::vector<std::shared_ptr<const Part>> &parts() const { return m_parts; }

private:
    std::map<const Part *, int> m_numbers;
    std::vector<std::shared_ptr<const Part>> m_parts;
};

class Writer {
public:
    explicit Writer(const Recording &recording)
        : m_data(recording.data())
    {
        int bits = chord::idBitsMin;
        for (const RingEvent &event : m_data.events)
            bits = std::max(bits, event.node ? bitsOf(event.node->id) : 0);
        for (const RecordedFrame &frame : m_data.frames) {
            bits = std::max(bits, frame.rows.empty() ? 0 : frame.idBits);
            for (const RecordedRow &row : frame.rows) {
                m_nodes.numberOf(row.node);
                if (row.node->keys)
                    m_keys.numberOf(row.node->keys);
            }
        }
        m_space = chord::IdSpace(bits);
    }

    QByteArray write()
    {
        m_json.beginObject();
        m_json.name("format");
        m_json.text(recordingFormat);
        m_json.name("version");
        m_json.number(recordingVersion);
        m_json.name("counters");
        m_json.beginArray();
        for (const api::CounterName &counter : api::counterNames)
            m_json.text(counter.name);
        m_json.endArray();
        writeParts();
        writeFrames();
        writeEvents();
        m_json.endObject();
        return m_json.take();
    }

private:
    void writeParts()
    {
        m_json.name("keyLists");
        m_json.beginArray();
        for (const auto &keys : m_keys.parts())
            writeKeys(m_json, *keys->list, m_space);
        m_json.endArray();
        m_json.name("nodes");
        m_json.beginArray();
        for (const auto &node : m_nodes.parts()) {
            m_json.beginObject();
            writeNode(m_json, node->view, m_space);
            m_json.name("keyList");
            if (node->keys)
                m_json.number(m_keys.numberOf(node->keys));
            else
                m_json.null();
            m_json.endObject();
        }
        m_json.endArray();
    }

    void writeFrames()
    {
        m_json.name("frames");
        m_json.beginArray();
        for (const RecordedFrame &frame : m_data.frames) {
            m_json.beginObject();
            writeHead(m_json, {frame.atMs, frame.idBits, frame.replicas, frame.chainWhole, frame.problems});
            m_json.name("rows");
            m_json.beginArray();
            for (const RecordedRow &row : frame.rows)
                writeRow(row);
            m_json.endArray();
            m_json.endObject();
        }
        m_json.endArray();
    }

    void writeRow(const RecordedRow &row)
    {
        m_json.beginArray();
        m_json.number(m_nodes.numberOf(row.node));
        m_json.number(row.seenMs);
        m_json.number(row.uptimeSeconds);
        for (const api::CounterName &counter : api::counterNames)
            m_json.number(row.counters.*counter.counter);
        m_json.endArray();
    }

    void writeEvents()
    {
        m_json.name("events");
        m_json.beginArray();
        for (const RingEvent &event : m_data.events) {
            m_json.beginObject();
            m_json.name("at");
            m_json.number(event.atMs);
            m_json.name("kind");
            m_json.text(kindNames[size_t(event.kind)]);
            m_json.name("node");
            writePeer(m_json, event.node, m_space);
            m_json.name("text");
            m_json.text(event.text);
            m_json.endObject();
        }
        m_json.endArray();
    }

    const RecordingData &m_data;
    chord::IdSpace m_space; // of the widest ring: frames may be of several
    Numbered<RecordedNode> m_nodes;
    Numbered<RecordedKeys> m_keys;
    JsonWriter m_json;
};

class Reader {
    Q_DECLARE_TR_FUNCTIONS(monitor::RecordingFile)
public:
    OpenedRecording open(const QJsonValue &document)
    {
        const bool done = readCounterNames(document)
            && readEach(document, "keyLists", [this](const QJsonValue &value) { return readKeyList(value); })
            && readEach(document, "nodes", [this](const QJsonValue &value) { return readNode(value); })
            && readEach(document, "frames", [this](const QJsonValue &value) { return readFrame(value); })
            && readEach(document, "events", [this](const QJsonValue &value) { return readEvent(value); });
        if (m_tooLarge)
            return {nullptr,
                    tr("The recording is too large to be opened: it would take more than %1 MB of memory.")
                        .arg(openedBytesMax / 1024 / 1024)};
        if (!done)
            return {nullptr, tr("The file is damaged. %1 Choose another file.").arg(m_mistake.text())};
        if (m_data->frames.empty())
            return {nullptr, tr("The recording is empty. Choose another file.")};
        return {std::make_shared<const Recording>(std::move(m_data)), {}};
    }

private:
    // Reads the items of the array of that name with readItem, one after the other.
    template <typename Read>
    bool readEach(const QJsonValue &object, const char *name, Read readItem)
    {
        const QJsonValue value = object[QLatin1String(name)];
        if (!value.isArray()) {
            m_mistake.expected("an array", value);
            m_mistake.within(name);
            return false;
        }
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (!readItem(items[i])) {
                m_mistake.within(i);
                m_mistake.within(name);
                return false;
            }
            if (isTooLarge())
                return false;
        }
        return true;
    }

    bool isTooLarge()
    {
        m_tooLarge = m_tooLarge || *m_data->bytes > openedBytesMax;
        return m_tooLarge;
    }

    // Counters that this version does not know are passed over, others are 0.
    bool readCounterNames(const QJsonValue &document)
    {
        std::vector<QByteArray> names;
        if (!member(document, "counters", names, m_mistake))
            return false;
        for (const QByteArray &name : names) {
            const auto known = std::find_if(api::counterNames.begin(), api::counterNames.end(),
                                            [&](const api::CounterName &counter) { return name == counter.name; });
            m_counters.push_back(known != api::counterNames.end() ? known->counter : nullptr);
        }
        return true;
    }

    bool readKeyList(const QJsonValue &value)
    {
        auto keys = std::make_shared<KeyList>();
        if (!readKeys(value, *keys, m_mistake))
            return false;
        m_keyLists.push_back(m_data->keep(std::move(keys)));
        return true;
    }

    bool readNode(const QJsonValue &value)
    {
        NodeView view;
        std::optional<qint64> list;
        if (!monitor::read(value, view, m_mistake) || !member(value, "keyList", list, m_mistake))
            return false;
        if (list && (*list < 0 || *list >= qint64(m_keyLists.size())))
            return m_mistake.set(u"names a key list that is not there"_s);
        const auto keys = list ? m_keyLists[size_t(*list)] : nullptr;
        m_bits.push_back(std::max(bitsOf(view), keys ? bitsOf(*keys->list) : 0));
        m_nodes.push_back(m_data->keep(std::move(view), keys));
        return true;
    }

    bool readFrame(const QJsonValue &value)
    {
        RingHead head;
        if (!readHead(value, head, m_mistake))
            return false;
        if (!m_data->frames.empty() && head.takenMs < m_data->frames.back().atMs)
            return m_mistake.set(u"is earlier than the frame before"_s);
        RecordedFrame frame = m_data->frameOf(size_t(value["rows"_L1].toArray().size()), std::move(head.problems));
        frame.atMs = head.takenMs;
        frame.idBits = head.idBits;
        frame.replicas = head.replicas;
        frame.chainWhole = head.chainWhole;
        if (!readEach(value, "rows", [&](const QJsonValue &row) { return readRow(row, frame); }))
            return false;
        m_data->frames.push_back(std::move(frame));
        return true;
    }

    bool readRow(const QJsonValue &value, RecordedFrame &frame)
    {
        const QJsonArray numbers = value.toArray();
        if (size_t(numbers.size()) != rowFixedNumbers + m_counters.size())
            return m_mistake.set(u"has not as many numbers as there are counters, and three"_s);
        RecordedRow row;
        qint64 node = 0;
        if (!api::read(numbers[0], node, m_mistake, 0, qint64(m_nodes.size()) - 1)
            || !monitor::read(numbers[1], TimeMs{row.seenMs}, m_mistake)
            || !api::read(numbers[2], row.uptimeSeconds, m_mistake))
            return false;
        for (size_t i = 0; i < m_counters.size(); ++i) {
            quint64 count = 0;
            if (!api::read(numbers[rowFixedNumbers + qsizetype(i)], count, m_mistake))
                return false;
            if (m_counters[i])
                row.counters.*m_counters[i] = count;
        }
        if (m_bits[size_t(node)] > frame.idBits)
            return m_mistake.set(u"an identifier has more than idBits bits"_s);
        row.node = m_nodes[size_t(node)];
        if (!frame.rows.empty() && !(frame.rows.back().node->view.self.id < row.node->view.self.id))
            return m_mistake.set(u"the nodes are not in the order of their identifiers"_s);
        frame.rows.push_back(std::move(row));
        return true;
    }

    bool readEvent(const QJsonValue &value)
    {
        RingEvent event;
        QByteArray kind;
        if (!api::readObject(value, m_mistake) || !member(value, "at", TimeMs{event.atMs}, m_mistake)
            || !member(value, "kind", kind, m_mistake) || !member(value, "node", event.node, m_mistake)
            || !member(value, "text", event.text, m_mistake))
            return false;
        if (!m_data->events.empty() && event.atMs < m_data->events.back().atMs)
            return m_mistake.set(u"is earlier than the event before"_s);
        const auto known = std::find(kindNames.begin(), kindNames.end(), kind);
        event.kind = known != kindNames.end() ? RingEvent::Kind(known - kindNames.begin()) : RingEvent::Kind::Note;
        m_data->events.push_back(std::move(event));
        return true;
    }

    std::unique_ptr<RecordingData> m_data = std::make_unique<RecordingData>(openedBytesMax);
    std::vector<quint64 chord::Counters::*> m_counters; // null: not known to this version
    std::vector<std::shared_ptr<const RecordedKeys>> m_keyLists;
    std::vector<std::shared_ptr<const RecordedNode>> m_nodes;
    std::vector<int> m_bits; // that each node's identifiers take
    JsonMistake m_mistake;
    bool m_tooLarge = false;
};

// One frame, at the time the snapshot was taken.
OpenedRecording openSnapshot(const QJsonValue &document)
{
    const ReadSnapshot read = snapshotFromJson(document);
    if (!read.snapshot)
        return {nullptr, read.error};
    auto recording = std::make_shared<Recording>(openedBytesMax);
    recording->add(*read.snapshot);
    return {std::move(recording), {}};
}

} // namespace

QByteArray toJson(const Recording &recording)
{
    return Writer(recording).write();
}

OpenedRecording recordingFromJson(const QByteArray &json)
{
    JsonMistake mistake;
    const auto document = api::parseJson(json, mistake);
    if (!document)
        return {nullptr,
                QCoreApplication::translate("monitor::RecordingFile",
                                            "The file is not valid JSON, or is incomplete. %1 Choose another file.")
                    .arg(mistake.text())};
    if ((*document)["format"_L1].toString() == QLatin1String(snapshotFormat))
        return openSnapshot(*document);
    const QString problem = headProblem(*document, recordingFormat, recordingVersion);
    return problem.isEmpty() ? Reader().open(*document) : OpenedRecording{nullptr, problem};
}

QString saveRecording(const Recording &recording, const QString &path)
{
    if (const QString problem = files::writeFile(path, toJson(recording)); !problem.isEmpty())
        return QCoreApplication::translate("monitor::RecordingFile",
                                           "Cannot write the recording to %1: %2. Choose another folder or name.")
            .arg(path, problem);
    return {};
}

OpenedRecording openRecording(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {nullptr,
                QCoreApplication::translate("monitor::RecordingFile", "Cannot open %1: %2. Choose another file.")
                    .arg(path, file.errorString())};
    if (file.size() > recordingFileBytesMax)
        return {nullptr,
                QCoreApplication::translate("monitor::RecordingFile",
                                            "%1 is too large to be opened: it has %2 MB, the limit is %3 MB.")
                    .arg(path)
                    .arg(file.size() / 1024 / 1024)
                    .arg(recordingFileBytesMax / 1024 / 1024)};
    return recordingFromJson(file.readAll());
}

} // namespace monitor
