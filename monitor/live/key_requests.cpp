// SPDX-License-Identifier: GPL-3.0-or-later
//
// A delete reads first, and then deletes only what it has read (If-Match), so that Undo restores exactly that.

#include "live/key_requests.h"

#include "live/failure_text.h"
#include "live/lookup_trace.h"
#include "model/names.h"
#include "wire/host_port.h"

namespace monitor {

namespace {

constexpr int timeoutMs = 10'000; // a node gives up after 5 s by itself
// A node that refuses a longer value by its announced length closes while it is still being sent, and its answer is
// lost.
constexpr qsizetype surelyTakenBytes = 64 * 1024;
constexpr int deleteAttemptsMax = 3; // the value changed between reading and deleting
constexpr int keyCharactersShown = 40;

} // namespace

struct KeyRequests::Running {
    ActionRequest request;
    ActionReport report;
    QString what; // "Storing “color”"
    QByteArray node;
    client::NodeClient *client = nullptr;
    QElapsedTimer clock;
    int attempts = 0;
};

QString KeyRequests::keyText(const QByteArray &key)
{
    return tr("“%1”").arg(bytesText(key, keyCharactersShown));
}

void KeyRequests::begin(quint64 ticket, const ActionRequest &request, const QByteArray &node, const QByteArray &contact)
{
    const auto address = wire::HostPort::parse(QString::fromUtf8(contact)).value_or(wire::HostPort());
    auto running = std::make_shared<Running>();
    running->request = request;
    running->report.ticket = ticket;
    running->report.action = request.action;
    running->report.node = node;
    running->report.key = request.key;
    running->node = node;
    running->client = new client::NodeClient(address.host, address.port, this);
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

void KeyRequests::put(const Shared &running)
{
    running->what = tr("Storing %1").arg(keyText(running->request.key));
    client::WriteOptions options;
    options.contentType = running->request.contentType;
    running->client->put(running->request.key, running->request.value, options,
                         [this, running](client::Result<client::Written> &&result) {
                             if (!result)
                                 return fail(running, result.failure);
                             running->report.etag = result.value->etag;
                             const QString key = keyText(running->request.key);
                             succeed(running,
                                     result.value->created ? tr("Stored %1.").arg(key)
                                                           : tr("Replaced the value of %1.").arg(key));
                         });
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
        if (result.failure.kind == client::Failure::Kind::ConditionFailed && running->attempts < deleteAttemptsMax)
            return remove(running);
        fail(running, result.failure);
    };
    running->client->get(running->request.key, [this, running, removed](client::Result<client::StoredValue> &&result) {
        if (!result)
            return fail(running, result.failure);
        running->report.value = result.value->value;
        running->report.contentType = result.value->contentType;
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
            return succeed(running,
                           tr("Looked up %1: it belongs to %2.")
                               .arg(keyText(running->request.key), QString::fromUtf8(result.value->owner.address)));
        client::Failure failure;
        failure.kind = client::Failure::Kind::BadAnswer;
        failure.text = tr("identifiers of different widths");
        fail(running, failure);
    });
}

void KeyRequests::leave(const Shared &running)
{
    running->what = tr("Asking %1 to leave").arg(QString::fromUtf8(running->node));
    running->client->leave([this, running](client::Result<client::Done> &&result) {
        if (!result)
            return fail(running, result.failure);
        succeed(running, tr("%1 hands over its keys and leaves.").arg(QString::fromUtf8(running->node)));
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
                .arg(running->what, QString::fromUtf8(running->node), sizeText(quint64(running->request.value.size())));
    else
        running->report.text = FailureText::whyNotDone(running->what, QString::fromUtf8(running->node), failure);
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
