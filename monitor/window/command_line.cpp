// SPDX-License-Identifier: GPL-3.0-or-later
//
// Help and errors are English, as those of the headless program: they are read in terminals and scripts.

#include "window/command_line.h"

#include "version/version.h"

#include <QCommandLineParser>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int nodesMax = 64;
constexpr int lessonsMax = 5;
constexpr double afterMax = 600;
constexpr int sizeMin = 300;
constexpr int sizeMax = 8000;

QString outOfRange(const QString &option, const QString &given, const QString &wanted)
{
    return u"%1: expected %2, got \"%3\""_s.arg(option, wanted, given);
}

void readNumber(CommandLine &line, const QString &option, const QString &given, int most, const QString &wanted)
{
    bool isNumber = false;
    line.number = given.toInt(&isNumber);
    if (!isNumber || line.number < 1 || line.number > most)
        line.error = outOfRange(option, given, wanted);
}

void readScreenshot(CommandLine &line, const QCommandLineParser &parser)
{
    line.screenshot = parser.value(u"screenshot"_s);
    bool isNumber = false;
    line.afterSeconds = parser.value(u"after"_s).toDouble(&isNumber);
    if (!isNumber || line.afterSeconds < 0 || line.afterSeconds > afterMax)
        line.error = outOfRange(u"--after"_s, parser.value(u"after"_s), u"a number of seconds up to 600"_s);
    if (!parser.isSet(u"size"_s))
        return;
    const QStringList sides = parser.value(u"size"_s).split(u'x');
    line.size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
    const auto fits = [](int side) { return side >= sizeMin && side <= sizeMax; };
    if (sides.size() != 2 || !fits(line.size.width()) || !fits(line.size.height()))
        line.error = outOfRange(u"--size"_s, parser.value(u"size"_s), u"WIDTHxHEIGHT in pixels, such as 1280x800"_s);
}

} // namespace

CommandLine CommandLine::parse(const QStringList &words)
{
    CommandLine line;
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Shows and controls a FunnelKVS ring, and teaches how it works.\n\n"
                                     "Example: funnelkvs-monitor --start-ring 5\n"
                                     "Without options it opens the start page."_s);
    parser.addOptions({
        {{u"h"_s, u"help"_s}, u"Print this help and exit."_s},
        {{u"v"_s, u"version"_s}, u"Print the version and the commit, and exit."_s},
        {u"connect"_s,
         u"Connect to the ring of the node at HOST:PORT or https://HOST:PORT (read-only until unlocked)."_s,
         u"HOST:PORT"_s},
        {u"ca"_s, u"File of trusted CA certificates, PEM (default: FUNNELKVS_CA, or those of the system)."_s,
         u"FILE"_s},
        {u"token-file"_s,
         u"File with the token for authentication (default: FUNNELKVS_TOKEN_FILE, or the token in FUNNELKVS_TOKEN)."_s,
         u"FILE"_s},
        {u"start-ring"_s, u"Start N nodes on this computer (1 to 64); they stop with the window."_s, u"N"_s},
        {u"keep-data"_s, u"With --start-ring: keep the data of the ring, so that it can be opened again."_s},
        {u"textbook"_s, u"Open the example ring of the Chord paper, simulated."_s},
        {u"lesson"_s, u"Open lesson K (1 to 5)."_s, u"K"_s},
        {u"screenshot"_s, u"Write a screenshot of the window to FILE (PNG) and exit."_s, u"FILE"_s},
        {u"after"_s, u"Delay of the screenshot after the ring is open, in seconds (default: 1)."_s, u"SECONDS"_s,
         u"1"_s},
        {u"size"_s, u"Size of the window in pixels, such as 1280x800."_s, u"WxH"_s},
    });
    if (!parser.parse(words)) {
        line.error = parser.errorText();
        return line;
    }
    if (parser.isSet(u"help"_s))
        line.output = parser.helpText();
    else if (parser.isSet(u"version"_s))
        line.output = u"funnelkvs-monitor %1\n"_s.arg(QString::fromLatin1(version::text()));
    if (!parser.positionalArguments().isEmpty())
        line.error = u"unexpected argument \"%1\""_s.arg(parser.positionalArguments().constFirst());

    const QStringList ways{u"connect"_s, u"start-ring"_s, u"textbook"_s, u"lesson"_s};
    QStringList asked;
    for (const QString &way : ways) {
        if (parser.isSet(way))
            asked << u"--"_s + way;
    }
    if (asked.size() > 1)
        line.error = u"%1: these options exclude each other"_s.arg(asked.join(u" and "_s));
    if (parser.isSet(u"connect"_s)) {
        line.open = Open::Connect;
        line.address = parser.value(u"connect"_s);
    } else if (parser.isSet(u"start-ring"_s)) {
        line.open = Open::StartRing;
        line.keepsData = parser.isSet(u"keep-data"_s);
        readNumber(line, u"--start-ring"_s, parser.value(u"start-ring"_s), nodesMax, u"a number from 1 to 64"_s);
    } else if (parser.isSet(u"textbook"_s)) {
        line.open = Open::Textbook;
    } else if (parser.isSet(u"lesson"_s)) {
        line.open = Open::Lesson;
        readNumber(line, u"--lesson"_s, parser.value(u"lesson"_s), lessonsMax, u"a lesson from 1 to 5"_s);
    }
    if (parser.isSet(u"keep-data"_s) && !parser.isSet(u"start-ring"_s))
        line.error = u"--keep-data: expected --start-ring N"_s;
    line.access.authoritiesFile = parser.value(u"ca"_s);
    line.access.tokenFile = parser.value(u"token-file"_s);
    readScreenshot(line, parser);
    return line;
}

} // namespace monitor
