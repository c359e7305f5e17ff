// SPDX-License-Identifier: GPL-3.0-or-later
//
// Options of the command line as a table: what a subcommand takes, in which range, and what help says about it stand in
// one place, and a value is checked before a subcommand sees it. Words are bytes, because keys and values are.
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>
#include <span>
#include <variant>

namespace cli {

struct Option {
    enum class Kind : quint8 {
        Switch, // in files and in the environment: true or false
        Text,
        Address, // HOST:PORT
        ListenAddress, // likewise; port 0 lets the system choose
        NodeAddress, // HOST:PORT, or http://HOST:PORT, or https://HOST:PORT
        Number, // from min to max
        Word, // one of those in valueName, as "a|b|c"
    };

    const char *name; // without the dashes
    Kind kind;
    const char *valueName; // in help; empty for a switch
    const char *help; // what it does, with its unit; begins in lower case and ends without a full stop
    const char *fallback = ""; // the value where none is given, as text
    qint64 min = 0; // Kind::Number
    qint64 max = 0;
    bool mayRepeat = false;
};

// One or more sentences about what is wrong with a command line and what to do.
struct UsageError {
    QString text;
};

// Where a value comes from; each goes before those in front of it.
enum class Origin : quint8 { Fallback, File, Environment, CommandLine };

// A command line that fits its table. Asking for an option that the table does not have is a programmer's mistake.
class Arguments {
public:
    explicit Arguments(std::span<const Option> table);

    // Given on the command line (or taken from elsewhere by set()); a switch: and not as "false".
    bool has(const char *name) const;
    Origin origin(const char *name) const;
    // Has the table this option?
    bool knows(const char *name) const;
    // Of several, the last; the table's fallback if it was not given.
    QByteArray text(const char *name) const;
    qint64 number(const char *name) const;
    QList<QByteArray> texts(const char *name) const;
    const QList<QByteArray> &positionals() const { return m_positionals; }

    // Checks value against the table. Returns what is wrong, if anything is.
    std::optional<UsageError> set(const Option &option, const QByteArray &value, Origin origin = Origin::CommandLine);
    void addPositional(const QByteArray &word) { m_positionals.append(word); }

private:
    const Option *find(const char *name) const;

    struct Given {
        QList<QByteArray> values;
        Origin origin = Origin::Fallback;
    };

    std::span<const Option> m_table;
    QMap<QByteArray, Given> m_given;
    QList<QByteArray> m_positionals;
};

// Reads words ("--name value", "--name=value", "--" before words that begin with a dash; a lone "-" is a word).
std::variant<Arguments, UsageError> parseWords(const QList<QByteArray> &words, std::span<const Option> table);

// "true", "yes", "on" and "1" as true, their opposites as false; nothing for any other word.
std::optional<bool> switchValue(const QByteArray &word);

// HOST:PORT behind "http://" or "https://", if one of them is there, and before a slash.
QByteArray withoutScheme(const QByteArray &address);

// The name among candidates that somebody who typed word most likely meant; empty if none is close.
QByteArray closestName(const QByteArray &word, const QList<QByteArray> &candidates);

} // namespace cli
