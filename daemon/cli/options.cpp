// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parser behind the tables. It says what is wrong in terms of what was typed.

#include "cli/options.h"

#include "net/host_port.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

UsageError wrongValue(const Option &option, const QByteArray &value, const QString &wanted)
{
    return {u"--%1 takes %2, not \"%3\"."_s.arg(QLatin1StringView(option.name), wanted, QString::fromLocal8Bit(value))};
}

std::optional<UsageError> checkValue(const Option &option, const QByteArray &value)
{
    switch (option.kind) {
    case Option::Kind::Switch:
        return switchValue(value) ? std::nullopt : std::optional(wrongValue(option, value, u"true or false"_s));
    case Option::Kind::Text:
        return std::nullopt;
    case Option::Kind::NodeAddress:
        if (net::HostPort::parse(QString::fromLocal8Bit(withoutScheme(value))))
            return std::nullopt;
        return wrongValue(option, value, u"HOST:PORT or https://HOST:PORT, as 127.0.0.1:11000 or [::1]:11000"_s);
    case Option::Kind::Address:
    case Option::Kind::ListenAddress: {
        const auto portZero =
            option.kind == Option::Kind::Address ? net::HostPort::PortZero::Rejected : net::HostPort::PortZero::Allowed;
        if (net::HostPort::parse(QString::fromLocal8Bit(value), nullptr, portZero))
            return std::nullopt;
        return wrongValue(option, value, u"HOST:PORT, as 127.0.0.1:11000 or [::1]:11000"_s);
    }
    case Option::Kind::Number: {
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        if (isNumber && number >= option.min && number <= option.max)
            return std::nullopt;
        return wrongValue(option, value, u"a number from %1 to %2"_s.arg(option.min).arg(option.max));
    }
    case Option::Kind::Word: {
        if (QByteArray(option.valueName).split('|').contains(value))
            return std::nullopt;
        return wrongValue(option, value,
                          u"one of %1"_s.arg(QString::fromLatin1(option.valueName).replace(u'|', ", "_L1)));
    }
    }
    Q_UNREACHABLE();
}

// How many letters one must add, drop or change to get from a to b (Levenshtein).
int editDistance(const QByteArray &a, const QByteArray &b)
{
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

QString dashHint(const QByteArray &word)
{
    return u" If it is a key or a value, put -- before it: -- %1"_s.arg(QString::fromLocal8Bit(word));
}

UsageError unknownOption(const QByteArray &name, std::span<const Option> table)
{
    QList<QByteArray> names{"help"};
    for (const Option &option : table)
        names.append(option.name);
    const QByteArray meant = closestName(name, names);
    QString text = u"There is no option --%1."_s.arg(QString::fromLocal8Bit(name));
    if (!meant.isEmpty())
        text += u" Did you mean --%1?"_s.arg(QString::fromLatin1(meant));
    else
        text += dashHint("--" + name);
    return {text};
}

} // namespace

Arguments::Arguments(std::span<const Option> table)
    : m_table(table)
{
}

const Option *Arguments::find(const char *name) const
{
    const auto found =
        std::find_if(m_table.begin(), m_table.end(), [name](const Option &o) { return qstrcmp(o.name, name) == 0; });
    Q_ASSERT(found != m_table.end());
    return &*found;
}

bool Arguments::knows(const char *name) const
{
    return std::any_of(m_table.begin(), m_table.end(), [name](const Option &o) { return qstrcmp(o.name, name) == 0; });
}

bool Arguments::has(const char *name) const
{
    const Option *option = find(name);
    const auto given = m_given.constFind(option->name);
    if (given == m_given.constEnd())
        return false;
    return option->kind != Option::Kind::Switch || switchValue(given->values.constLast()).value_or(false);
}

Origin Arguments::origin(const char *name) const
{
    return m_given.value(find(name)->name).origin;
}

QByteArray Arguments::text(const char *name) const
{
    const Option *option = find(name);
    const auto given = m_given.constFind(option->name);
    return given == m_given.constEnd() ? QByteArray(option->fallback) : given->values.constLast();
}

qint64 Arguments::number(const char *name) const
{
    return text(name).toLongLong();
}

QList<QByteArray> Arguments::texts(const char *name) const
{
    return m_given.value(find(name)->name).values;
}

std::optional<UsageError> Arguments::set(const Option &option, const QByteArray &value, Origin origin)
{
    if (std::optional<UsageError> error = checkValue(option, value))
        return error;
    Given &given = m_given[option.name];
    if (!given.values.isEmpty() && !option.mayRepeat)
        return UsageError{u"--%1 is given twice; say it once."_s.arg(QLatin1StringView(option.name))};
    given.values.append(value);
    given.origin = origin;
    return std::nullopt;
}

std::variant<Arguments, UsageError> parseWords(const QList<QByteArray> &words, std::span<const Option> table)
{
    Arguments arguments(table);
    bool onlyPositionals = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QByteArray &word = words[i];
        if (onlyPositionals || word == "-" || !word.startsWith('-')) {
            arguments.addPositional(word);
            continue;
        }
        if (word == "--") {
            onlyPositionals = true;
            continue;
        }
        if (!word.startsWith("--"))
            return UsageError{
                u"There is no option %1; options begin with two dashes."_s.arg(QString::fromLocal8Bit(word))
                + dashHint(word)};
        const qsizetype equals = word.indexOf('=');
        const QByteArray name = word.sliced(2, (equals < 0 ? word.size() : equals) - 2);
        const auto option =
            std::find_if(table.begin(), table.end(), [&name](const Option &o) { return name == o.name; });
        if (option == table.end())
            return unknownOption(name, table);
        const bool isSwitch = option->kind == Option::Kind::Switch;
        if (isSwitch && equals >= 0)
            return UsageError{u"--%1 takes no value."_s.arg(QString::fromLatin1(name))};
        if (!isSwitch && equals < 0 && i + 1 == words.size())
            return UsageError{u"--%1 needs a value: --%1 %2."_s.arg(QString::fromLatin1(name),
                                                                    QString::fromLatin1(option->valueName))};
        const QByteArray value = isSwitch ? QByteArray("true") : equals >= 0 ? word.sliced(equals + 1) : words[++i];
        if (std::optional<UsageError> error = arguments.set(*option, value))
            return *error;
    }
    return arguments;
}

std::optional<bool> switchValue(const QByteArray &word)
{
    const QByteArray lower = word.toLower();
    if (QList<QByteArray>{"true", "yes", "on", "1"}.contains(lower))
        return true;
    if (QList<QByteArray>{"false", "no", "off", "0"}.contains(lower))
        return false;
    return std::nullopt;
}

QByteArray withoutScheme(const QByteArray &address)
{
    for (const char *scheme : {"http://", "https://"}) {
        if (address.startsWith(scheme)) {
            const QByteArray rest = address.sliced(qsizetype(qstrlen(scheme)));
            return rest.endsWith('/') ? rest.chopped(1) : rest;
        }
    }
    return address;
}

QByteArray closestName(const QByteArray &word, const QList<QByteArray> &candidates)
{
    QByteArray closest;
    int best = 3; // more changes than two, or than a third of the word, are another word
    for (const QByteArray &candidate : candidates) {
        const int distance = editDistance(word, candidate);
        if (distance < best && distance * 3 <= std::max<qsizetype>(word.size(), 3)) {
            best = distance;
            closest = candidate;
        }
    }
    return closest;
}

} // namespace cli
