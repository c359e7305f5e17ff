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

#include <cstdio>

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

void setUpProgram(QApplication &application)
{
    files::ignoreWriteSignals(); // a terminal or program that took warnings may go away
    QApplication::setApplicationName(u"funnelkvs-monitor"_s);
    QApplication::setOrganizationName(u"FunnelKVS"_s);
    QApplication::setApplicationVersion(QStringLiteral(FUNNELKVS_VERSION));
    QApplication::setDesktopFileName(u"funnelkvs-monitor"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/funnelkvs-monitor.svg"_s));
    const QString language = Settings::language();
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    installTranslator(application, locale, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    installTranslator(application, locale, u"funnelkvs_monitor"_s, u":/i18n"_s);
    Settings::applyColours();
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
