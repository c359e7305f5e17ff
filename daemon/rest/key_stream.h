// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys of the ring as NDJSON: a line a key, as they are found. The last line is no key: its "complete" tells
// whether all keys were listed; if not, "next" is the cursor to go on with, and "problem" says why. It holds one page,
// and asks for the next when the client has taken that; a client that goes away ends the walk.

#pragma once

#include "http/http_reply.h"
#include "http/http_stream.h"
#include "rest/key_walk.h"

namespace rest {

inline constexpr char ndjsonType[] = "application/x-ndjson";

class KeyStream : public std::enable_shared_from_this<KeyStream>, public http::StreamOwner {
public:
    // Answers with at most limit keys. It lives as long as that takes.
    static void start(net::NodeHost &host, TurnQueue &turns, const KeyPlace &place, const QByteArray &prefix,
                      std::optional<qint64> limit, http::HttpReply reply);

private:
    KeyStream(net::NodeHost &host, TurnQueue &turns, const KeyPlace &place, const QByteArray &prefix,
              std::optional<qint64> limit, http::HttpReply reply);

    void streamDrained() override;
    void streamEnded() override;
    void streamShouldEnd() override;

    void ask();
    void take(Outcome<KeyWalk::Keys> &&outcome);
    bool begin();
    void end(const std::optional<Failure> &failure);
    int wanted() const;

    net::NodeHost &m_host;
    const std::shared_ptr<KeyWalk> m_walk;
    const std::optional<qint64> m_limit;
    qint64 m_told = 0;
    bool m_isBusy = false; // asking for a page, or writing it, or at the end
    http::HttpReply m_reply; // until the first page is there
    std::unique_ptr<http::HttpStream> m_stream;
    std::shared_ptr<KeyStream> m_self; // while there is a stream
};

} // namespace rest
