// SPDX-License-Identifier: GPL-3.0-or-later
//
// Translations are compiled in; Qt's own texts come with Qt, where they are installed.

#include "window/program.h"

#include "files/nonblocking_writer.h"
#include "ring/ring_view.h"
#include "window/command_line.h"
#include "window/exporter.h"
#include "window/main_window.h"
#include "window/settings.h"

#include <QApplication>
#include <QBuffer>
#include <QEvent>
#include <QIcon>
#include <QLibraryInfo>
#include <QLoggingCategory>
#include <QPixmap>
#include <QTimer>
#include <QTranslator>

#include <algorithm>
#include <cstdio>
#include <set>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(startLog, "funnelkvs.monitor.start", QtWarningMsg)

constexpr int openWithinMs = 60'000; // a ring of 64 nodes takes a while

void installTranslator(QApplication &application, const QLocale &locale, const QString &name, const QString &folder)
{
    auto *translator = new QTranslator(&application);
    if (translator->load(locale, name, u"_"_s, folder))
        QApplication::installTranslator(translator);
}

// In any language without a translation the texts are English, whose plural forms are in a file as well.
void installTexts(QApplication &application, const QLocale &locale)
{
    const QString name = u"funnelkvs_monitor"_s;
    installTranslator(application, QLocale(QLocale::English), name, u":/i18n"_s);
    installTranslator(application, locale, name, u":/i18n"_s); // has precedence
}

void takeScreenshot(MainWindow *window, const QString &path)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    window->grab().save(&buffer, "PNG");
    const QString problem = writeFile(path, png);
    if (!problem.isEmpty())
        std::fprintf(stderr, "funnelkvs-monitor: %s\n", qPrintable(problem));
    window->close();
    QApplication::exit(problem.isEmpty() ? 0 : 1);
}

} // namespace

bool isAnsweredOnTerminal(int argc, char **argv)
{
    const std::set<QByteArrayView> asking{"-h", "--help", "-v", "--version"};
    return std::any_of(argv + 1, argv + argc, [&](const char *word) { return asking.contains(word); });
}

std::optional<int> answerOnTerminal(const CommandLine &line)
{
    files::ignoreWriteSignals(); // a terminal or program that took warnings may go away
    if (!line.error.isEmpty()) {
        std::fprintf(stderr, "funnelkvs-monitor: %s\nSee funnelkvs-monitor --help.\n", qPrintable(line.error));
        return 2;
    }
    if (line.output.isEmpty())
        return {};
    const bool isWritten = std::fputs(qPrintable(line.output), stdout) >= 0 && std::fflush(stdout) == 0;
    if (!isWritten)
        std::perror("funnelkvs-monitor: cannot write to standard output");
    return isWritten ? 0 : 1;
}

void setUpProgram(QApplication &application)
{
    QApplication::setApplicationName(u"funnelkvs-monitor"_s);
    QApplication::setOrganizationName(u"FunnelKVS"_s);
    QApplication::setApplicationVersion(QStringLiteral(FUNNELKVS_VERSION));
    QApplication::setDesktopFileName(u"funnelkvs-monitor"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/funnelkvs-monitor.svg"_s));
    const QString language = Settings::language();
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    installTranslator(application, locale, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    installTexts(application, locale);
    Settings::applyColours();
}

void setWindowSize(MainWindow *window, const QSize &size)
{
    window->setWindowState(Qt::WindowNoState);
    window->resize(size);
}

void takeScreenshotLater(MainWindow *window, const CommandLine &line)
{
    const auto take = [window, line] {
        QTimer::singleShot(int(line.afterSeconds * 1000), window,
                           [window, line] { takeScreenshot(window, line.screenshot); });
    };
    if (line.open == CommandLine::Open::Nothing) {
        take();
        return;
    }
    QObject::connect(&window->session(), &RingSession::opened, window, take, Qt::SingleShotConnection);
    QObject::connect(&window->session(), &RingSession::openingFailed, window, [](const QString &text) {
        std::fprintf(stderr, "funnelkvs-monitor: %s\n", qPrintable(text));
        QApplication::exit(1);
    });
    QTimer::singleShot(openWithinMs, window, [window] {
        if (window->session().isOpen())
            return;
        std::fprintf(stderr, "funnelkvs-monitor: the ring did not open within %d s\n", openWithinMs / 1000);
        QApplication::exit(1);
    });
}

FirstPicture::FirstPicture(RingView *view)
    : QObject(view)
    , m_view(view)
{
    m_view->installEventFilter(this);
}

bool FirstPicture::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && m_view->snapshot()->isWhole()) {
        m_view->removeEventFilter(this);
        deleteLater();
        // After the frame, which this event is about to paint.
        QMetaObject::invokeMethod(
            m_view,
            [view = m_view] { qCDebug(startLog) << "first whole picture, nodes:" << view->snapshot()->nodes.size(); },
            Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace monitor
