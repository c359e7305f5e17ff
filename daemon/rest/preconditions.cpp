// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading lists of entity tags: strictly, because a condition misread is a lost update.

#include "rest/preconditions.h"

#include "http/http_request.h"

#include <algorithm>

namespace rest {

namespace {

struct EntityTag {
    bool weak = false;
    QByteArrayView opaque; // between the quotes
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// RFC 9110, 8.8.3: %x21 / %x23-7E / obs-text.
bool isTagCharacter(char c)
{
    const auto byte = uchar(c);
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

// Takes one tag off the front of text. Nothing if there is none.
std::optional<EntityTag> takeTag(QByteArrayView &text)
{
    EntityTag tag;
    if (text.startsWith("W/")) {
        tag.weak = true;
        text = text.sliced(2);
    }
    if (!text.startsWith('"'))
        return std::nullopt;
    const qsizetype end = text.indexOf('"', 1);
    if (end < 0)
        return std::nullopt;
    tag.opaque = text.sliced(1, end - 1);
    text = text.sliced(end + 1);
    if (!std::all_of(tag.opaque.begin(), tag.opaque.end(), isTagCharacter))
        return std::nullopt;
    return tag;
}

// The tags of a comma-separated list, in which elements may be empty (RFC 9110, 5.6.1.2). Nothing if malformed.
std::optional<std::vector<EntityTag>> tagsOf(QByteArrayView text)
{
    std::vector<EntityTag> tags;
    bool commaDue = false;
    while (true) {
        while (!text.isEmpty() && (isBlank(text.front()) || text.front() == ',')) {
            commaDue = commaDue && text.front() != ',';
            text = text.sliced(1);
        }
        if (text.isEmpty())
            break;
        const std::optional<EntityTag> tag = commaDue ? std::nullopt : takeTag(text);
        if (!tag)
            return std::nullopt;
        tags.push_back(*tag);
        commaDue = true;
    }
    return tags.empty() ? std::nullopt : std::optional(std::move(tags));
}

// If-Match compares strongly, so that a weak tag matches nothing; If-None-Match weakly (RFC 9110, 8.8.3.2).
Outcome<chord::Condition> conditionOf(chord::Condition::Kind kind, const QByteArray &text)
{
    if (text.isNull())
        return chord::Condition();
    chord::Condition condition;
    condition.kind = kind;
    const bool strong = kind == chord::Condition::Kind::IfMatch;
    if (text == "*") {
        condition.any = true;
        return condition;
    }
    const auto tags = tagsOf(text);
    if (!tags) {
        const QByteArray name = strong ? "If-Match" : "If-None-Match";
        return Failure{Fault::Malformed, name + " must be * or a list of entity tags in double quotes.", {}};
    }
    for (const EntityTag &tag : *tags) {
        const auto version = chord::Version::fromText(tag.opaque);
        if (version && !(strong && tag.weak))
            condition.versions.push_back(*version);
    }
    return condition;
}

bool names(const chord::Condition &condition, const chord::Version &version)
{
    return condition.any
        || std::find(condition.versions.begin(), condition.versions.end(), version) != condition.versions.end();
}

} // namespace

Outcome<Preconditions> preconditionsOf(const QByteArray &ifMatch, const QByteArray &ifNoneMatch)
{
    Preconditions preconditions;
    auto match = conditionOf(chord::Condition::Kind::IfMatch, ifMatch);
    if (const auto *failure = std::get_if<Failure>(&match))
        return *failure;
    preconditions.ifMatch = std::get<chord::Condition>(std::move(match));
    auto noneMatch = conditionOf(chord::Condition::Kind::IfNoneMatch, ifNoneMatch);
    if (const auto *failure = std::get_if<Failure>(&noneMatch))
        return *failure;
    preconditions.ifNoneMatch = std::get<chord::Condition>(std::move(noneMatch));
    return preconditions;
}

Outcome<Preconditions> preconditionsOf(const http::HttpRequest &request)
{
    return preconditionsOf(request.headerList("If-Match"), request.headerList("If-None-Match"));
}

Outcome<chord::Condition> writeConditionOf(const http::HttpRequest &request)
{
    const auto preconditions = preconditionsOf(request);
    if (const auto *failure = std::get_if<Failure>(&preconditions))
        return *failure;
    return writeConditionOf(std::get<Preconditions>(preconditions));
}

Outcome<chord::Condition> writeConditionOf(const Preconditions &preconditions)
{
    const auto &[ifMatch, ifNoneMatch] = preconditions;
    if (ifNoneMatch.kind == chord::Condition::Kind::None)
        return ifMatch;
    if (ifMatch.kind == chord::Condition::Kind::None)
        return ifNoneMatch;
    chord::Condition both;
    both.kind = chord::Condition::Kind::IfMatch;
    if (ifNoneMatch.any)
        return both; // something is to be there, and nothing is: never
    if (ifMatch.any)
        return Failure{Fault::Malformed, "If-Match: * and a list in If-None-Match cannot be combined.", {}};
    std::copy_if(ifMatch.versions.begin(), ifMatch.versions.end(), std::back_inserter(both.versions),
                 [&none = ifNoneMatch](const chord::Version &version) { return !names(none, version); });
    return both;
}

bool holds(const chord::Condition &condition, const chord::Version &version)
{
    switch (condition.kind) {
    case chord::Condition::Kind::None:
        return true;
    case chord::Condition::Kind::IfMatch:
        return names(condition, version);
    case chord::Condition::Kind::IfNoneMatch:
        return !names(condition, version);
    }
    Q_UNREACHABLE();
    return false;
}

bool hasWeakTag(const QByteArray &ifMatch)
{
    const auto tags = tagsOf(ifMatch);
    return tags && std::any_of(tags->begin(), tags->end(), [](const EntityTag &tag) { return tag.weak; });
}

QByteArray entityTag(const chord::Version &version)
{
    return '"' + version.toText() + '"';
}

} // namespace rest
