// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs the same bytes through three framers and compares the transcripts.

#include "framer_property.h"

#include "access_property.h"
#include "http/access_policy.h"
#include "http/http_framer.h"
#include "http/http_limits.h"
#include "http/http_request.h"

#include <QHostAddress>

#include <cstring>

using http::HttpFramer;
using State = http::HttpFramer::State;

namespace {

http::HttpLimits smallLimits()
{
    http::HttpLimits limits;
    limits.requestLineBytesMax = 200;
    limits.headerBytesMax = 400;
    limits.headerCountMax = 8;
    limits.bodyBytesMax = 500;
    limits.chunkLineBytesMax = 24;
    return limits;
}

const http::HttpLimits limits = smallLimits();

// Everything a framer tells about the requests it is through with.
class Transcript {
public:
    void takeFrom(HttpFramer &framer)
    {
        for (; framer.state() == State::Complete; framer.next()) {
            m_text += framer.method().toByteArray() + ' ' + framer.path().toByteArray() + '?'
                + framer.query().toByteArray() + '@' + framer.host().toByteArray() + (framer.keepAlive() ? '+' : '-')
                + char('0' + framer.minorVersion()) + (framer.hasLength() ? 'l' : 'n');
            for (int i = 0; i < framer.fieldCount(); ++i)
                m_text += '|' + framer.field(i).name.toByteArray() + ':' + framer.field(i).value.toByteArray();
            m_text += '=' + framer.body() + '\n';
            const AccessFinding access = judgeAccess(http::HttpRequest(framer, QHostAddress(), http::Access::Open));
            m_text += access.verdict + '\n';
            if (m_problem.isEmpty())
                m_problem = access.problem;
            if (framer.body().size() > limits.bodyBytesMax || framer.fieldCount() > limits.headerCountMax)
                m_problem = "over the limits";
        }
        if (framer.bodyBytes() > limits.bodyBytesMax)
            m_problem = "over the limits";
    }

    QByteArray text(const HttpFramer &framer) const
    {
        QByteArray end = "waiting";
        if (framer.state() == State::Refused)
            end = QByteArray::number(framer.refusal().status) + framer.refusal().detail;
        return m_text + end;
    }

    // Of one request by itself; empty if all is well.
    const QByteArray &problem() const { return m_problem; }

private:
    QByteArray m_text;
    QByteArray m_problem;
};

// Cuts into pieces of 1 to 256 bytes as cuts says; with direct, bodies of known length go straight to their place.
QByteArray transcriptInPieces(QByteArrayView bytes, QByteArrayView cuts, bool direct)
{
    HttpFramer framer(limits);
    Transcript transcript;
    qsizetype piece = 0;
    while (!bytes.isEmpty()) {
        const qsizetype wanted = cuts.isEmpty() ? 1 : 1 + quint8(cuts[piece++ % cuts.size()]);
        qsizetype taken = qMin(wanted, bytes.size());
        const std::span<char> room = direct ? framer.bodyRoom(taken) : std::span<char>();
        if (room.empty()) {
            framer.feed(bytes.first(taken));
        } else {
            taken = qMin<qsizetype>(taken, qsizetype(room.size()));
            memcpy(room.data(), bytes.data(), size_t(taken));
            framer.bodyArrived(taken);
        }
        bytes = bytes.sliced(taken);
        transcript.takeFrom(framer);
    }
    return transcript.problem().isEmpty() ? transcript.text(framer) : transcript.problem();
}

} // namespace

QByteArray framerProblem(QByteArrayView bytes, QByteArrayView cuts)
{
    HttpFramer framer(limits);
    Transcript transcript;
    framer.feed(bytes);
    transcript.takeFrom(framer);
    if (!transcript.problem().isEmpty())
        return transcript.problem() + ": " + transcript.text(framer);
    const QByteArray whole = transcript.text(framer);
    for (const bool direct : {false, true}) {
        const QByteArray pieces = transcriptInPieces(bytes, cuts, direct);
        if (pieces != whole)
            return "whole:\n" + whole + "\nin pieces:\n" + pieces;
    }
    return {};
}
