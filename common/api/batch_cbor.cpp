// SPDX-License-Identifier: GPL-3.0-or-later
//
// Batches as CBOR. Clients' libraries write what RFC 8949 allows (long heads, strings in pieces, whole numbers as
// floats), hence Qt's reader here and not the strict one of frames.

#include "api/batch_members.h"
#include "api/key_text.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>

#include <cmath>

namespace api {

using namespace Qt::StringLiterals;
namespace names = batch_names;

namespace {

constexpr int problemMembersMax = 16;

// Goes through one CBOR document. After the first mistake every read returns false.
class DocumentReader {
public:
    explicit DocumentReader(const QByteArray &cbor)
        : m_size(cbor.size())
        , m_reader(cbor)
    {
    }

    bool isArray() const { return m_reader.isArray(); }
    bool isMap() const { return m_reader.isMap(); }
    bool enter() { return m_reader.enterContainer() && isWell(); }
    bool leave() { return m_reader.leaveContainer() && isWell(); }
    bool hasNext() { return m_reader.hasNext() && isWell(); }
    bool isWell() { return !m_isCutOff && m_reader.lastError() == QCborError::NoError; }
    bool atEnd() { return isWell() && m_reader.currentOffset() == m_size; }
    // "Unexpected end of file" and the like
    QString mistake()
    {
        const QString reason = m_isCutOff ? u"a string is longer than what is left"_s
            : isWell()                    ? u"something else than a batch follows"_s
                                          : m_reader.lastError().toString();
        return u"This is no CBOR: %1 at byte %2."_s.arg(reason).arg(m_reader.currentOffset());
    }

    // A text, byte string, number or boolean; anything else is left unread, as Kind::Other.
    bool readValue(BatchMember &member);
    bool readName(QByteArray &name);

private:
    template <typename Part, typename Read>
    bool readString(QByteArray &bytes, Read read);

    qsizetype m_size;
    QCborStreamReader m_reader;
    bool m_isCutOff = false;
};

// A piece is only asked for when the bytes that it announces are there.
template <typename Part, typename Read>
bool DocumentReader::readString(QByteArray &bytes, Read read)
{
    bytes = ""_ba;
    while (true) {
        if (m_reader.currentStringChunkSize() > m_size - m_reader.currentOffset()) {
            m_isCutOff = true;
            return false;
        }
        const QCborStreamReader::StringResult<Part> part = read();
        if (part.status == QCborStreamReader::EndOfString)
            return true;
        if (part.status != QCborStreamReader::Ok)
            return false;
        if constexpr (std::is_same_v<Part, QString>)
            bytes += part.data.toUtf8();
        else
            bytes += part.data;
    }
}

bool DocumentReader::readName(QByteArray &name)
{
    return m_reader.isString() && readString<QString>(name, [this] { return m_reader.readString(); });
}

bool DocumentReader::readValue(BatchMember &member)
{
    if (m_reader.isString()) {
        member.kind = BatchMember::Kind::Text;
        return readString<QString>(member.bytes, [this] { return m_reader.readString(); });
    }
    if (m_reader.isByteArray()) {
        member.kind = BatchMember::Kind::Bytes;
        return readString<QByteArray>(member.bytes, [this] { return m_reader.readByteArray(); });
    }
    member.kind = BatchMember::Kind::Number;
    if (m_reader.isUnsignedInteger() && m_reader.toUnsignedInteger() <= quint64(std::numeric_limits<qint64>::max())) {
        member.number = qint64(m_reader.toUnsignedInteger());
    } else if (m_reader.isDouble() && std::trunc(m_reader.toDouble()) == m_reader.toDouble()
               && std::abs(m_reader.toDouble()) < 1e15) {
        member.number = qint64(m_reader.toDouble());
    } else if (m_reader.isBool()) {
        member.kind = BatchMember::Kind::Boolean;
        member.number = m_reader.toBool();
    } else {
        member.kind = BatchMember::Kind::Other;
        return isWell();
    }
    return m_reader.next();
}

// Returns what is wrong with the element, or leaves the reader unwell.
QString readOperation(DocumentReader &reader, BatchOperation &operation)
{
    if (!reader.isMap())
        return u" must be a map."_s;
    BatchMembers members;
    if (!reader.enter())
        return {};
    while (reader.hasNext()) {
        BatchMember member;
        if (!reader.readName(member.name))
            return reader.isWell() ? u" has a member whose name is no text."_s : QString();
        if (!reader.readValue(member))
            return {};
        if (member.kind == BatchMember::Kind::Other)
            return u".%1 is of a kind that no member has."_s.arg(QString::fromUtf8(member.name.left(40)));
        for (const BatchMember &other : members) {
            if (other.name == member.name)
                return u".%1 is given twice."_s.arg(QString::fromUtf8(member.name.left(40)));
        }
        if (members.size() == batchMembersMax)
            return u" has too many members."_s;
        members.append(std::move(member));
    }
    if (!reader.leave())
        return {};
    return operationOf(members, std::nullopt, operation);
}

void append(QCborStreamWriter &cbor, const char *name, const QByteArray &text)
{
    cbor.append(QLatin1StringView(name));
    cbor.appendTextString(text.constData(), text.size());
}

void append(QCborStreamWriter &cbor, const char *name, const QString &text)
{
    append(cbor, name, text.toUtf8());
}

void appendBytes(QCborStreamWriter &cbor, const char *name, const QByteArray &bytes)
{
    cbor.append(QLatin1StringView(name));
    cbor.append(bytes);
}

const char *opName(BatchOperation::Kind kind)
{
    switch (kind) {
    case BatchOperation::Kind::Get:
        return names::opGet;
    case BatchOperation::Kind::Put:
        return names::opPut;
    case BatchOperation::Kind::Delete:
        return names::opDelete;
    }
    Q_UNREACHABLE();
}

void append(QCborStreamWriter &cbor, const Problem &problem)
{
    cbor.append(QLatin1StringView(names::problem));
    cbor.startMap();
    append(cbor, "type", problem.type);
    append(cbor, "title", problem.title);
    cbor.append("status"_L1);
    cbor.append(problem.status);
    append(cbor, "detail", problem.detail);
    if (problem.mayHaveHappened) {
        cbor.append("mayHaveHappened"_L1);
        cbor.append(*problem.mayHaveHappened);
    }
    cbor.endMap();
}

bool readProblem(DocumentReader &reader, Problem &problem)
{
    if (!reader.enter())
        return false;
    for (int i = 0; reader.hasNext(); ++i) {
        BatchMember member;
        if (i == problemMembersMax || !reader.readName(member.name) || !reader.readValue(member)
            || member.kind == BatchMember::Kind::Other)
            return false;
        if (member.name == "type")
            problem.type = QString::fromUtf8(member.bytes);
        else if (member.name == "title")
            problem.title = QString::fromUtf8(member.bytes);
        else if (member.name == "status")
            problem.status = int(member.number);
        else if (member.name == "detail")
            problem.detail = QString::fromUtf8(member.bytes);
        else if (member.name == "mayHaveHappened")
            problem.mayHaveHappened = member.number != 0;
    }
    return reader.leave();
}

bool readOutcome(DocumentReader &reader, BatchOutcome &outcome)
{
    if (!reader.isMap() || !reader.enter())
        return false;
    while (reader.hasNext()) {
        BatchMember member;
        if (!reader.readName(member.name))
            return false;
        if (member.name == names::problem && reader.isMap()) {
            if (!readProblem(reader, outcome.problem.emplace()))
                return false;
            continue;
        }
        if (!reader.readValue(member) || member.kind == BatchMember::Kind::Other)
            return false;
        if (member.name == names::status)
            outcome.status = int(member.number);
        else if (member.name == names::etag)
            outcome.etag = member.bytes;
        else if (member.name == names::value)
            outcome.value = member.bytes;
        else if (member.name == names::contentType)
            outcome.contentType = member.bytes;
        else if (member.name == names::ttl)
            outcome.ttlSeconds = member.number;
    }
    return reader.leave() && outcome.status >= 100 && outcome.status <= 599;
}

} // namespace

BatchRequest batchFromCbor(const QByteArray &cbor)
{
    BatchRequest request;
    DocumentReader reader(cbor);
    if (!reader.isArray() || !reader.enter()) {
        request.error = u"A batch must be an array of operations."_s;
        return request;
    }
    while (reader.hasNext()) {
        if (int(request.operations.size()) == batchOperationsMax) {
            request.tooMany = true;
            request.error = u"There are more than %1 operations."_s.arg(batchOperationsMax);
            return request;
        }
        const QString problem = readOperation(reader, request.operations.emplace_back());
        if (!problem.isEmpty()) {
            request.error = u"[%1]%2"_s.arg(request.operations.size() - 1).arg(problem);
            return request;
        }
    }
    if (!reader.leave() || !reader.atEnd())
        request.error = reader.mistake();
    return request;
}

QByteArray batchToCbor(const std::vector<BatchOperation> &operations)
{
    QByteArray bytes;
    QCborStreamWriter cbor(&bytes);
    cbor.startArray(operations.size());
    for (const BatchOperation &operation : operations) {
        cbor.startMap();
        append(cbor, names::op, QByteArray(opName(operation.kind)));
        appendBytes(cbor, names::key, operation.key);
        if (operation.kind == BatchOperation::Kind::Put)
            appendBytes(cbor, names::value, operation.value);
        if (!operation.contentType.isEmpty())
            append(cbor, names::contentType, operation.contentType);
        if (operation.ttlSeconds) {
            cbor.append(QLatin1StringView(names::ttl));
            cbor.append(*operation.ttlSeconds);
        }
        if (!operation.ifMatch.isNull())
            append(cbor, names::ifMatch, operation.ifMatch);
        if (!operation.ifNoneMatch.isNull())
            append(cbor, names::ifNoneMatch, operation.ifNoneMatch);
        cbor.endMap();
    }
    cbor.endArray();
    return bytes;
}

QByteArray batchToCbor(const std::vector<BatchOutcome> &outcomes)
{
    QByteArray bytes;
    QCborStreamWriter cbor(&bytes);
    cbor.startArray(outcomes.size());
    for (const BatchOutcome &outcome : outcomes) {
        cbor.startMap();
        cbor.append(QLatin1StringView(names::status));
        cbor.append(outcome.status);
        if (!outcome.etag.isEmpty())
            append(cbor, names::etag, outcome.etag);
        if (outcome.value)
            appendBytes(cbor, names::value, *outcome.value);
        if (isUtf8(outcome.contentType) && !outcome.contentType.isEmpty())
            append(cbor, names::contentType, outcome.contentType);
        else if (!outcome.contentType.isEmpty())
            appendBytes(cbor, names::contentType, outcome.contentType);
        if (outcome.ttlSeconds) {
            cbor.append(QLatin1StringView(names::ttl));
            cbor.append(*outcome.ttlSeconds);
        }
        if (outcome.problem)
            append(cbor, *outcome.problem);
        cbor.endMap();
    }
    cbor.endArray();
    return bytes;
}

qsizetype valueBytesInCbor(const QByteArray &value)
{
    constexpr qsizetype headBytesMax = 9;
    return value.size() + headBytesMax;
}

Parsed<std::vector<BatchOutcome>> outcomesFromCbor(const QByteArray &cbor)
{
    DocumentReader reader(cbor);
    std::vector<BatchOutcome> outcomes;
    if (!reader.isArray() || !reader.enter())
        return {{}, u"The answer to a batch must be an array."_s};
    while (reader.hasNext()) {
        if (!readOutcome(reader, outcomes.emplace_back()))
            return {{}, u"[%1] is no outcome of an operation."_s.arg(outcomes.size() - 1)};
    }
    if (!reader.leave() || !reader.atEnd())
        return {{}, reader.mistake()};
    return {std::move(outcomes), {}};
}

} // namespace api
