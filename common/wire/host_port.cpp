// SPDX-License-Identifier: GPL-3.0-or-later
//
// Strict about what cannot be meant (a URL, an IPv6 address without brackets), since a wrong address that is accepted
// fails later and further away. Addresses are brought to one form because nodes compare them as bytes.

#include "wire/host_port.h"

#include <QHostAddress>
#include <QUrl>

namespace wire {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype hostNameCharactersMax = 253; // RFC 1035, section 2.3.4, as text
constexpr qsizetype labelCharactersMax = 63;

QString ipv6Problem(QStringView text, QString *host)
{
    QHostAddress address;
    if (!address.setAddress(text.toString()) || address.protocol() != QAbstractSocket::IPv6Protocol)
        return u"\"%1\" is not an IPv6 address"_s.arg(text);
    *host = address.toString();
    return {};
}

// Digits and dots only: meant as an IPv4 address. QHostAddress also takes "127.1", which few would expect.
QString ipv4Problem(QStringView text, QString *host)
{
    QHostAddress address;
    if (text.count(u'.') != 3 || !address.setAddress(text.toString()))
        return u"\"%1\" is not an IPv4 address"_s.arg(text);
    *host = address.toString();
    return {};
}

QString nameProblem(QStringView text, QString *host)
{
    const QString name = QString::fromLatin1(QUrl::toAce(text.toString())).toLower();
    // toAce gives up on names with an underscore, which containers and Windows machines have.
    *host = name.isEmpty() ? text.toString().toLower() : name;
    if (host->size() > hostNameCharactersMax)
        return u"the host name is longer than %1 characters"_s.arg(hostNameCharactersMax);
    for (const QChar c : std::as_const(*host)) {
        const bool allowed =
            (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
        if (!allowed)
            return u"a host name cannot have \"%1\" in it"_s.arg(c);
    }
    const QList<QStringView> labels = QStringView(*host).split(u'.');
    for (qsizetype i = 0; i < labels.size(); ++i) {
        const bool isRootDot = i == labels.size() - 1 && i > 0;
        if (labels[i].size() > labelCharactersMax || (labels[i].isEmpty() && !isRootDot))
            return u"\"%1\" is not a host name"_s.arg(text);
    }
    return {};
}

QString hostProblem(QStringView text, QString *host)
{
    const auto isIpv4Character = [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; };
    if (text.isEmpty())
        return u"the host is missing"_s;
    return std::all_of(text.begin(), text.end(), isIpv4Character) ? ipv4Problem(text, host) : nameProblem(text, host);
}

QString portProblem(QStringView text, HostPort::PortZero portZero, quint16 *port)
{
    const int portMin = portZero == HostPort::PortZero::Allowed ? 0 : 1;
    const bool isNumber = !text.isEmpty() && text.size() <= 5
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const int number = isNumber ? text.toInt() : -1;
    if (number < portMin || number > 65535)
        return u"the port must be a number from %1 to 65535, not \"%2\""_s.arg(portMin).arg(text);
    *port = quint16(number);
    return {};
}

QString parseProblem(QStringView text, HostPort::PortZero portZero, HostPort *result)
{
    if (text.contains("://"_L1))
        return u"write HOST:PORT alone, without \"%1\""_s.arg(text.first(text.indexOf("://"_L1) + 3));
    const qsizetype colon = text.lastIndexOf(u':');
    if (text.startsWith(u'[')) {
        const qsizetype bracket = text.indexOf(u']');
        if (bracket < 0)
            return u"the bracket \"[\" is not closed"_s;
        if (colon != bracket + 1)
            return u"the port is missing after \"]\""_s;
        const QString problem = ipv6Problem(text.sliced(1, bracket - 1), &result->host);
        return problem.isEmpty() ? portProblem(text.sliced(colon + 1), portZero, &result->port) : problem;
    }
    if (colon < 0)
        return u"the port is missing"_s;
    if (text.indexOf(u':') != colon)
        return u"an IPv6 address needs brackets, as in [::1]:11000"_s;
    const QString problem = hostProblem(text.first(colon), &result->host);
    return problem.isEmpty() ? portProblem(text.sliced(colon + 1), portZero, &result->port) : problem;
}

} // namespace

std::optional<HostPort> HostPort::parse(QStringView text, QString *problem, PortZero portZero)
{
    HostPort result;
    const QString found = parseProblem(text, portZero, &result);
    if (problem)
        *problem = found.isEmpty() ? QString() : u"\"%1\" is not HOST:PORT: %2."_s.arg(text, found);
    return found.isEmpty() ? std::optional(result) : std::nullopt;
}

chord::Address HostPort::toAddress() const
{
    const QString hostText = host.contains(u':') ? u'[' + host + u']' : host;
    return hostText.toLatin1() + ':' + QByteArray::number(port);
}

} // namespace wire
