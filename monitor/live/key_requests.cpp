// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes read first, and then replace or delete only what they have read (If-Match), so that Undo restores exactly
// that.

#include "live/key_requests.h"

#include "live/failure_text.h"
#include "live/lookup_trace.h"
#include "live/node_connection.h"
#include "model/names.h"
#include "wire/host_port.h"

namespace monitor {

namespace {

constexpr int timeoutMs = 10'000; // a node gives up after 5 s by itself
// A node that refuses a longer value by its announced length closes while it is still being sent, and its answer is
// lost.
constexpr qsizetype surelyTakenBytes = 64 * 1024;
constexpr int attemptsMax = 3; // of a write that depends on what was read before
constexpr int forbiddenStatus = 403; // RFC 9110, 15.5.4: a token without the right
constexpr int keyCharactersShown = 40;

} // namespace

struct KeyRequests::Running {
    ActionRequest request;
    ActionReport report;
    QString what; // "Storing “color”"
    Target target;
    client::NodeClient *client = nullptr;
    QElapsedTimer clock;
    int attempts = 0;
};

QString KeyRequests::keyText(const QByteArray &key)
{
    return tr("“%1”").arg(bytesText(key, keyCharactersShown));
}

void KeyRequests::begin(quint64 ticket, const ActionRequest &request, const Target &target)
{
    const auto address = wire::HostPort::parse(QString::fromUtf8(target.contact)).value_or(wire::HostPort());
    auto running = std::make_shared<Running>();
    running->request = request;
    running->report.ticket = ticket;
    running->report.action = request.action;
    running->report.node = target.node;
    running->report.key = request.key;
    running->target = target;
    running->client = makeNodeClient(address.host, address.port, m_security, this);
    running->client->setTimeoutMs(timeoutMs);
    running->clock.start();
    ++m_inFlight;
    Q_EMIT inFlightChanged();
    switch (request.action) {
    case Action::Put:
        return put(running);
    case Action::Get:
        return get(running);
    case Action::Delete:
        return remove(running);
    case Action::Lookup:
        return lookUp(running);
    case Action::Leave:
        return leave(running);
    case Action::Join:
    case Action::Kill:
    case Action::Restart:
    case Action::CutLink:
    case Action::Isolate:
    case Action::Heal:
        break; // of processes and links, not of nodes
    }
    Q_UNREACHABLE();
}

// A token may allow writing and not reading: then there is nothing to undo with.
void KeyRequests::put(const Shared &running)
{
    running->what = tr("Storing %1").arg(keyText(running->request.key));
    ++running->attempts;
    running->client->get(running->request.key, [this, running](client::Result<client::StoredValue> &&result) {
        client::WriteOptions options;
        options.contentType = running->request.contentType;
        options.ttlSeconds = running->request.ttlSeconds;
        running->report.hasReplaced = bool(result);
        if (result) {
            running->report.value = result.value->value;
            running->report.contentType = result.value->contentType;
            running->report.ttlSeconds = result.value->ttlSeconds;
            options.ifMatch = result.value->etag;
        } else if (result.failure.kind == client::Failure::Kind::NotFound) {
            options.ifNoneMatch = "*";
        } else if (result.failure.status != forbiddenStatus) {
            return fail(running, result.failure);
        }
        if (!running->request.ifMatch.isEmpty()) {
            options.ifMatch = running->request.ifMatch;
            options.ifNoneMatch.clear();
        }
        write(running, options);
    });
}

void KeyRequests::write(const Shared &running, const client::WriteOptions &options)
{
    running->client->put(running->request.key, running->request.value, options,
                         [this, running](client::Result<client::Written> &&result) {
                             if (!result && isLost(running, result.failure))
                                 return put(running);
                             if (!result)
                                 return fail(running, result.failure);
                             running->report.etag = result.value->etag;
                             const QString key = keyText(running->request.key);
                             succeed(running,
                                     result.value->created ? tr("Stored %1.").arg(key)
                                                           : tr("Replaced the value of %1.").arg(key));
                         });
}

// The value changed between reading and writing. If the user has set the condition, this is the answer.
bool KeyRequests::isLost(const Shared &running, const client::Failure &failure)
{
    return failure.kind == client::Failure::Kind::ConditionFailed && running->request.ifMatch.isEmpty()
        && running->attempts < attemptsMax;
}

void KeyRequests::get(const Shared &running)
{
    running->what = tr("Reading %1").arg(keyText(running->request.key));
    running->client->get(running->request.key, [this, running](client::Result<client::StoredValue> &&result) {
        if (!result)
            return fail(running, result.failure);
        running->report.value = result.value->value;
        running->report.contentType = result.value->contentType;
        running->report.etag = result.value->etag;
        running->report.ttlSeconds = result.value->ttlSeconds;
        succeed(running,
                tr("Read %1: %2.").arg(keyText(running->request.key), sizeText(quint64(running->report.value.size()))));
    });
}

void KeyRequests::remove(const Shared &running)
{
    running->what = tr("Deleting %1").arg(keyText(running->request.key));
    ++running->attempts;
    const auto removed = [this, running](client::Result<client::Done> &&result) {
        if (result)
            return succeed(running, tr("Deleted %1.").arg(keyText(running->request.key)));
        if (isLost(running, result.failure))
            return remove(running);
        fail(running, result.failure);
    };
    running->client->get(running->request.key, [this, running, removed](client::Result<client::StoredValue> &&result) {
        if (!result)
            return fail(running, result.failure);
        running->report.value = result.value->value;
        running->report.contentType = result.value->contentType;
        running->report.ttlSeconds = result.value->ttlSeconds;
        client::WriteOptions options;
        options.ifMatch = result.value->etag;
        running->client->remove(running->request.key, options, removed);
    });
}

void KeyRequests::lookUp(const Shared &running)
{
    running->what = tr("Looking up %1").arg(keyText(running->request.key));
    running->client->lookup(running->request.key, [this, running](client::Result<api::LookupDocument> &&result) {
        if (!result)
            return fail(running, result.failure);
        running->report.lookup = lookupTrace(*result.value);
        if (running->report.lookup)
            return succeed(
                running,
                tr("Looked up %1: it belongs to %2.")
                    .arg(keyText(running->request.key), running->target.names.node(running->report.lookup->owner)));
        client::Failure failure;
        failure.kind = client::Failure::Kind::BadAnswer;
        failure.text = tr("identifiers of different widths");
        fail(running, failure);
    });
}

void KeyRequests::leave(const Shared &running)
{
    running->what = tr("Asking %1 to leave").arg(running->target.name);
    running->client->leave([this, running](client::Result<client::Done> &&result) {
        if (!result)
            return fail(running, result.failure);
        succeed(running, tr("%1 hands over its keys and leaves.").arg(running->target.name));
    });
}

void KeyRequests::succeed(const Shared &running, const QString &text)
{
    running->report.ok = true;
    running->report.text = text;
    end(running);
}

void KeyRequests::fail(const Shared &running, const client::Failure &failure)
{
    if (!failure.mayHaveHappened)
        running->report.value.clear();
    running->report.mayHaveHappened = failure.mayHaveHappened;
    const bool isCutOff = failure.cause == client::HttpResponse::Cause::ClosedEarly;
    if (isCutOff && running->request.action == Action::Put && running->request.value.size() > surelyTakenBytes)
        running->report.text =
            tr("%1 failed: %2 closed the connection while %3 were being sent. This is probably more than it accepts; "
               "check whether the key has a new value now.")
                .arg(running->what, running->target.name, sizeText(quint64(running->request.value.size())));
    else
        running->report.text = FailureText::whyNotDone(running->what, running->target.name, failure);
    end(running);
}

void KeyRequests::end(const Shared &running)
{
    running->report.micros = running->clock.nsecsElapsed() / 1000;
    running->client->deleteLater();
    --m_inFlight;
    Q_EMIT finished(running->report);
    Q_EMIT inFlightChanged();
}

} // namespace monitor
