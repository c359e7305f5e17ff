// SPDX-License-Identifier: GPL-3.0-or-later
//
// The first impression: three cards and nothing around them, and icons in the colours of the theme.

#include "window/window_fixture.h"

#include "panels/start_page.h"
#include "ring/style.h"
#include "window/actions.h"
#include "window/bookmark_dialog.h"
#include "window/settings.h"
#include "window/tool_icon.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolBar>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture.start(); }
    void cleanup() { m_fixture.end(); }

    void docksAreHiddenWhileItShows();
    void cardsFitTheWindow_data();
    void cardsFitTheWindow();
    void recentAddressesAreRemembered();
    void bookmarksHaveNamesAndColours();
    void aLessonOpensFromItsCard();
    void everyToolHasAnIcon();
    void iconsFollowTheTheme();
    void whatDestroysStandsApart();

private:
    MainWindow &window() { return m_fixture.window(); }
    bool isShown(const QString &name) { return window().findChild<QWidget *>(name)->isVisible(); }

    WindowFixture m_fixture{u"tst_start"_s};
};

void TestStart::docksAreHiddenWhileItShows()
{
    const QStringList around{u"nodesDock"_s, u"inspectorDock"_s, u"tabsDock"_s, u"keysBar"_s, u"timelineBar"_s};
    for (const QString &name : around)
        QVERIFY2(!isShown(name), qPrintable(name));
    m_fixture.open();
    for (const QString &name : around)
        QVERIFY2(isShown(name), qPrintable(name));
    window().findChild<QDockWidget *>(u"nodesDock"_s)->close();
    window().session().close();
    QVERIFY(!isShown(u"inspectorDock"_s));
    window().actions().presenter->trigger(); // the stage of a ring that is not there yet
    m_fixture.open();
    QVERIFY(!isShown(u"inspectorDock"_s));
    window().actions().presenter->trigger();
    QVERIFY(isShown(u"inspectorDock"_s));
    QVERIFY(!isShown(u"nodesDock"_s)); // as the user left it
}

void TestStart::cardsFitTheWindow_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("1024x700") << QSize(1024, 700);
    QTest::newRow("1280x800") << QSize(1280, 800);
}

void TestStart::cardsFitTheWindow()
{
    QFETCH(QSize, size);
    window().resize(size);
    auto *page = window().findChild<StartPage *>();
    page->setRecent({u"node.example.org:11000"_s, u"another.example.org:11000"_s});
    QTRY_COMPARE(window().size(), size);
    QTRY_VERIFY(page->findChild<QPushButton *>(u"recentAddress"_s)->isVisible());
    for (const char *name : {"startLocal", "openTextbook", "openRandom", "connectToNode", "recentAddress"}) {
        const auto *button = page->findChild<QPushButton *>(QLatin1StringView(name));
        QVERIFY2(button && button->isVisible(), name);
        const QRect place(button->mapTo(page, QPoint()), button->size());
        QVERIFY2(page->rect().contains(place), name);
        QVERIFY2(button->width() >= button->minimumSizeHint().width(), name);
    }
}

void TestStart::recentAddressesAreRemembered()
{
    for (int i = 0; i < Settings::recentAddressesMax + 2; ++i)
        Settings::addRecentAddress(u"node:%1"_s.arg(i));
    Settings::addRecentAddress(u"node:5"_s);
    QCOMPARE(Settings::recentAddresses().size(), Settings::recentAddressesMax);
    QCOMPARE(Settings::recentAddresses().mid(0, 2), QStringList({u"node:5"_s, u"node:9"_s}));
    QCOMPARE(Settings::recentAddresses().count(u"node:5"_s), 1);
    QCOMPARE(Settings::lastAddress(), u"node:5"_s);
}

void TestStart::bookmarksHaveNamesAndColours()
{
    const QString address = u"127.0.0.1:1"_s;
    BookmarkDialog dialog(address, nullptr);
    QVERIFY(!dialog.findChild<QPushButton *>(u"removeBookmark"_s));
    dialog.findChild<QLineEdit *>()->setText(u" Production "_s);
    dialog.findChild<QComboBox *>()->setCurrentIndex(3);
    dialog.accept();
    Bookmarks::save({u"b:2"_s, u"Another"_s, Qt::blue});
    QCOMPARE(Bookmarks::all().size(), size_t(2));
    QCOMPARE(Bookmarks::all().back(), (Bookmark{address, u"Production"_s, ownerColour(3)}));
    Settings::addRecentAddress(address);
    Settings::addRecentAddress(u"c:3"_s);
    // Of the next window: the bookmarks, and only the address that has no name.
    MainWindow next;
    const auto *page = next.findChild<StartPage *>();
    const auto rows = page->findChildren<QPushButton *>(u"bookmark"_s);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[1]->text(), u"Production"_s);
    QCOMPARE(page->findChildren<QPushButton *>(u"recentAddress"_s).size(), 1);
    QSignalSpy connected(page, &StartPage::connectRequested);
    rows[1]->click();
    QCOMPARE(connected.takeFirst().at(0).toString(), address);
    BookmarkDialog again(address, nullptr);
    QCOMPARE(again.findChild<QLineEdit *>()->text(), u"Production"_s);
    QCOMPARE(again.findChild<QComboBox *>()->currentIndex(), 3);
    again.findChild<QPushButton *>(u"removeBookmark"_s)->click();
    QVERIFY(!Bookmarks::of(address));
    QCOMPARE(Bookmarks::all().size(), size_t(1));
}

void TestStart::aLessonOpensFromItsCard()
{
    const auto rows = window().findChildren<QPushButton *>(u"openLesson"_s);
    QCOMPARE(rows.size(), lessonsCount);
    QCOMPARE(rows[1]->text(), window().actions().lessons[1]->text());
    QSignalSpy opened(&window().session(), &RingSession::lessonOpened);
    QTest::mouseClick(rows[1], Qt::LeftButton);
    QCOMPARE(opened.count(), 1);
    QVERIFY(isShown(u"lessonDock"_s));
}

void TestStart::everyToolHasAnIcon()
{
    for (const QString &name : {u"nodesBar"_s, u"keysBar"_s, u"playBar"_s}) {
        for (const QAction *action : window().findChild<QToolBar *>(name)->actions()) {
            if (action->isSeparator() || action->text().isEmpty()) // a field
                continue;
            QVERIFY2(!action->icon().pixmap(18).toImage().isNull(), qPrintable(action->text()));
        }
    }
}

void TestStart::iconsFollowTheTheme()
{
    const auto inkOf = [](const QIcon &icon) {
        const QImage image = icon.pixmap(24).toImage().convertToFormat(QImage::Format_ARGB32);
        for (int i = 0; i < image.width() * image.height(); ++i) {
            const QColor colour = image.pixelColor(i % image.width(), i / image.width());
            if (colour.alpha() == 255)
                return colour;
        }
        return QColor();
    };
    const QIcon plain = toolIcon(u"join"_s);
    const QIcon destructive = toolIcon(u"kill"_s, IconRole::Destructive);
    for (const Settings::Colours colours : {Settings::Colours::Light, Settings::Colours::Dark}) {
        Settings::setColours(colours);
        Settings::applyColours();
        QCOMPARE(inkOf(plain), QApplication::palette().color(QPalette::ButtonText));
        const QColor red = inkOf(destructive);
        QVERIFY(red.red() > 1.5 * red.green() && red.red() > 1.5 * red.blue());
    }
    Settings::setColours(Settings::Colours::System);
    Settings::applyColours();
}

void TestStart::whatDestroysStandsApart()
{
    m_fixture.open();
    for (const auto &[bar, action] :
         {std::pair{u"nodesBar"_s, window().actions().kill}, std::pair{u"keysBar"_s, window().actions().remove}}) {
        const auto *tools = window().findChild<QToolBar *>(bar);
        const QList<QAction *> row = tools->actions();
        qsizetype at = row.indexOf(action);
        while (at > 0 && !row[at]->isSeparator())
            --at;
        QVERIFY(at > 0);
        const QColor ink = tools->widgetForAction(action)->palette().color(QPalette::Active, QPalette::ButtonText);
        QVERIFY(ink.red() > 1.5 * ink.green());
        const QColor other = tools->widgetForAction(row[at - 1])->palette().color(QPalette::ButtonText);
        QVERIFY(other != ink);
    }
}

QTEST_MAIN(TestStart)
#include "tst_start.moc"
