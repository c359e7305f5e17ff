// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables, texts and small widgets around the ring, fed with rings made by hand.

#include "model/type_scale.h"
#include "panels/chart_axis.h"
#include "panels/charts.h"
#include "panels/events_model.h"
#include "panels/fingers_model.h"
#include "panels/inspector.h"
#include "panels/keys_model.h"
#include "panels/message_bar.h"
#include "panels/nodes_model.h"
#include "panels/start_page.h"
#include "panels/table.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "panels/trace_text.h"
#include "ring_fixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QTextDocument>
#include <QTreeWidget>

using namespace monitor;

namespace {

using Tester = QAbstractItemModelTester;

SnapshotPtr shared(RingSnapshot ring)
{
    return std::make_shared<RingSnapshot>(std::move(ring));
}

void give(NodesModel &model, const RingSnapshot &ring)
{
    ColourBook colours;
    colours.meet(ring);
    model.setSnapshot(shared(ring), colours, RingStyle::of(QPalette(), QFont(), false));
}

QStringList column(const QAbstractItemModel &model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodesComeAndGo();
    void aHandfulOfNodesBecomesManyMore();
    void fingerTableIsThePapers();
    void largeFingerTablesShareRows();
    void keysOfANode();
    void textsAreNoMarkup();
    void eventsAreBounded();
    void csvIsQuoted();
    void csvIsExact();
    void namesOfSmallAndLargeRings();
    void spansAreToldToTheMinute();
    void binaryIsHex();
    void lookupIsExplained();
    void lookupInThePanel();
    void messagesAreReplacedAndClosed();
    void remediesAreThoseOfTheLatestMessage();
    void startPageSaysWhatWasAskedFor();
    void inspectorFollowsLinks();
    void inspectorTellsLeadersAndVoters();
    void timelineMapsTime();
    void percentiles();
    void ticksAreRound_data();
    void ticksAreRound();
    void chartsTellWhatIsBelowTheMouse();
    void identifiersAreMonospaced();
};

void TestPanels::nodesComeAndGo()
{
    NodesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    give(model, textbookRing());
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.index(4, NodesModel::NameColumn).data().toString(), QStringLiteral("N32"));
    QCOMPARE(model.index(4, NodesModel::KeysColumn).data().toString(), QStringLiteral("2"));
    QCOMPARE(model.index(4, NodesModel::SuccessorColumn).data().toString(), QStringLiteral("N38"));
    const QPersistentModelIndex n32(model.index(4, 0));

    RingSnapshot ring = textbookRing();
    NodeView joined;
    joined.self = peerAt(26);
    ring.nodes.insert(ring.nodes.begin() + 4, joined);
    ring.nodes.erase(ring.nodes.begin());
    ring.nodes.back().condition = NodeCondition::Dead;
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    give(model, ring);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(n32.row(), 4);
    QCOMPARE(n32.data().toString(), QStringLiteral("N32"));
    QCOMPARE(model.index(9, NodesModel::StateColumn).data().toString(), QStringLiteral("dead"));
    give(model, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestPanels::aHandfulOfNodesBecomesManyMore()
{
    NodesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    give(model, randomRing(5, 0, 1));
    give(model, randomRing(200, 0, 1));
    QCOMPARE(model.rowCount(), 200);
}

void TestPanels::fingerTableIsThePapers()
{
    const RingSnapshot ring = textbookRing();
    FingersModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setNode(ring.nodes[1], Names(ring), ring.idBits);
    QCOMPARE(column(model, FingersModel::NumberColumn).join(u' '), QStringLiteral("1 2 3 4 5 6"));
    QCOMPARE(column(model, FingersModel::StartColumn).join(u' '), QStringLiteral("9 10 12 16 24 40"));
    QCOMPARE(column(model, FingersModel::IntervalColumn).join(u' '),
             QStringLiteral("[9, 10) [10, 12) [12, 16) [16, 24) [24, 40) [40, 8)"));
    QCOMPARE(column(model, FingersModel::NodeColumn).join(u' '), QStringLiteral("N14 N14 N14 N21 N32 N42"));
}

void TestPanels::largeFingerTablesShareRows()
{
    const RingSnapshot ring = randomRing(64, 0, 1);
    FingersModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setNode(ring.nodes[0], Names(ring), ring.idBits);
    QCOMPARE(model.rowCount(), int(ring.nodes[0].fingers.size()));
    QVERIFY(column(model, FingersModel::NumberColumn).constFirst().startsWith(QStringLiteral("1–")));
    QVERIFY(column(model, FingersModel::NumberColumn).constLast().endsWith(QStringLiteral("160")));
}

void TestPanels::keysOfANode()
{
    const RingSnapshot ring = textbookRing();
    KeysModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setKeys(ring.nodes[4].keys, Names(ring));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(0, KeysModel::KeyColumn).data().toString().startsWith(QStringLiteral("K24")));
    QCOMPARE(model.index(0, KeysModel::RoleColumn).data().toString(), QStringLiteral("owned"));
    QCOMPARE(model.index(0, KeysModel::VersionColumn).data().toString(), QStringLiteral("1"));
    model.setKeys(nullptr, Names(ring));
    QCOMPARE(model.rowCount(), 0);
}

// Whatever keys and values hold, tooltips show it and nothing becomes of it.
void TestPanels::textsAreNoMarkup()
{
    const QByteArray evil = "<img src=x><b>a & b</b>";
    const RingSnapshot ring = textbookRing();
    auto keys = std::make_shared<std::decay_t<decltype(*ring.nodes[4].keys)>>(*ring.nodes[4].keys);
    keys->front().key = evil;
    KeysModel keysModel;
    keysModel.setKeys(keys, Names(ring));
    EventsModel eventsModel;
    eventsModel.setManner(Mode::Live, Names(ring));
    eventsModel.add({0, RingEvent::Kind::Note, peerAt(8), QString::fromUtf8(evil)});
    for (const QAbstractItemModel *model :
         {static_cast<QAbstractItemModel *>(&keysModel), static_cast<QAbstractItemModel *>(&eventsModel)}) {
        const QString tip = model->index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(Qt::mightBeRichText(tip));
        QTextDocument shown;
        shown.setHtml(tip);
        QCOMPARE(shown.toPlainText(), QString::fromUtf8(evil));
    }
    QCOMPARE(plainTip(QStringLiteral("a & b\nc")), QStringLiteral("a & b\nc"));
}

void TestPanels::eventsAreBounded()
{
    EventsModel model;
    model.setManner(Mode::Classroom, Names(6));
    std::optional<Tester> tester; // it looks at every row after every change
    for (int i = 0; i < eventsMax + 10; ++i) {
        if (i == eventsMax - 3)
            tester.emplace(&model, Tester::FailureReportingMode::QtTest);
        model.add({i, RingEvent::Kind::Joined, peerAt(8), QStringLiteral("event %1").arg(i)});
    }
    QCOMPARE(model.rowCount(), eventsMax);
    QCOMPARE(model.eventAt(0).atMs, 10);
    QCOMPARE(model.index(0, EventsModel::NodeColumn).data().toString(), QStringLiteral("N8"));
}

void TestPanels::csvIsQuoted()
{
    QStandardItemModel model(1, 3);
    model.setHorizontalHeaderLabels({QStringLiteral("a"), QStringLiteral("b,c"), QStringLiteral("d")});
    model.setItem(0, 0, new QStandardItem(QStringLiteral("say \"hi\"")));
    model.setItem(0, 1, new QStandardItem(QStringLiteral("plain")));
    QCOMPARE(csvOf(model), QStringLiteral("a,\"b,c\",d\r\n\"say \"\"hi\"\"\",plain,\r\n"));
}

// Files are exact where the table rounds and shortens.
void TestPanels::csvIsExact()
{
    RingSnapshot ring = randomRing(3, 3, 1);
    ring.nodes[1].totals.bytes = 123'457;
    ColourBook colours;
    colours.meet(ring);
    NodesModel model;
    model.setSnapshot(std::make_shared<RingSnapshot>(ring), colours, RingStyle());
    const QString csv = csvOf(model);
    QVERIFY2(csv.contains(QStringLiteral(",123457,")), qPrintable(csv));
    const chord::IdSpace space(ring.idBits);
    for (const NodeView &node : ring.nodes)
        QVERIFY(csv.count(QString::fromLatin1(space.toHex(node.self.id))) >= 3); // itself, successor, predecessor
}

void TestPanels::namesOfSmallAndLargeRings()
{
    QCOMPARE(Names(6).node(chord::Id(8)), QStringLiteral("N8"));
    QCOMPARE(Names(6).key("anything", chord::Id(54)), QStringLiteral("K54"));
    const chord::IdSpace space(32);
    RingSnapshot ring;
    ring.idBits = 32;
    for (const char *hex : {"00000001", "abcd0000", "abcde000"}) {
        NodeView node;
        node.self.id = *space.fromHex(hex);
        ring.nodes.push_back(node);
    }
    const Names names(ring);
    QCOMPARE(names.node(ring.nodes[1].self), QStringLiteral("abcd0"));
    QCOMPARE(names.node(ring.nodes[2].self), QStringLiteral("abcde"));
    QCOMPARE(names.key("user:7", chord::Id(1)), QStringLiteral("user:7"));
}

void TestPanels::spansAreToldToTheMinute()
{
    QCOMPARE(spanText(59), QStringLiteral("less than a minute"));
    QCOMPARE(spanText(60), QStringLiteral("1 min"));
    QCOMPARE(spanText(3 * 3600 + 61), QStringLiteral("3 h 1 min"));
}

void TestPanels::binaryIsHex()
{
    QCOMPARE(bytesText(QByteArray("\x00\xff\x10", 3), 60), QStringLiteral("0x00 ff 10"));
    QCOMPARE(bytesText("Grüße", 60), QStringLiteral("Grüße"));
    QVERIFY(bytesText(QByteArray(5000, 'x'), 20).startsWith(QString(20, u'x') + u'…'));
    QVERIFY(bytesText(QByteArray(5000, 'x'), 20).contains(QStringLiteral("KiB")));
    QVERIFY(bytesText(QByteArray(5000, '\xff'), 20).startsWith(QStringLiteral("0xff ff")));
    QVERIFY(!bytesText({}, 20).isEmpty());
}

void TestPanels::lookupIsExplained()
{
    const RingSnapshot ring = textbookRing();
    const Names names(ring);
    LookupTrace trace;
    trace.key = "key 36";
    trace.id = chord::Id(54);
    trace.asker = peerAt(8);
    trace.owner = peerAt(56);
    trace.replicas = {peerAt(56), peerAt(1)};
    trace.hops = {{peerAt(8), peerAt(42), chord::Hop::Via::Finger, 5, 1000, true},
                  {peerAt(42), peerAt(48), chord::Hop::Via::Finger, 2, 500'000, false},
                  {peerAt(42), peerAt(51), chord::Hop::Via::Finger, 3, 1000, true},
                  {peerAt(51), peerAt(56), chord::Hop::Via::Successor, -1, 1000, true}};
    const QStringList said = traceSentences(trace, names);
    QCOMPARE(said[0], QStringLiteral("N8 asks its finger 6, N42: the closest node that it knows before K54."));
    QVERIFY(said[1].contains(QStringLiteral("does not answer")));
    QCOMPARE(said[2], QStringLiteral("N42 returns its finger 4, N51: the closest node that it knows before K54."));
    QCOMPARE(said[3], QStringLiteral("N51 returns its successor N56: K54 is between them, so N56 owns it."));
    QVERIFY(said.constLast().contains(QStringLiteral("N1")));
    QCOMPARE(hopCount(trace), 4);
    QCOMPARE(traceMicros(trace), 503'000);
}

void TestPanels::lookupInThePanel()
{
    TracePanel panel;
    LookupTrace trace;
    trace.id = chord::Id(54);
    trace.asker = peerAt(8);
    trace.owner = peerAt(56);
    trace.hops = {{peerAt(8), peerAt(56), chord::Hop::Via::Cache, -1, 10, true}};
    for (int i = 0; i < TracePanel::tracesMax + 5; ++i)
        panel.add(trace, Names(6));
    QCOMPARE(panel.tree()->topLevelItemCount(), TracePanel::tracesMax);
    QSignalSpy chosen(&panel, &TracePanel::traceChosen);
    Q_EMIT panel.tree()->itemActivated(panel.tree()->topLevelItem(0)->child(0), 0);
    QCOMPARE(chosen.count(), 1);
}

// A message that takes the place of another of the same subject brings its own buttons, even where they look alike.
void TestPanels::remediesAreThoseOfTheLatestMessage()
{
    MessageBar bar;
    QStringList undone;
    const auto showDeleted = [&](const QString &key) {
        bar.show(QStringLiteral("undo"), MessageBar::Kind::Note, key,
                 {{QStringLiteral("Undo"), [&undone, key] { undone << key; }}});
    };
    showDeleted(QStringLiteral("first"));
    showDeleted(QStringLiteral("second"));
    bar.findChild<QPushButton *>()->click();
    QCOMPARE(undone, QStringList(QStringLiteral("second")));
    QVERIFY(bar.textOf(QStringLiteral("undo")).isEmpty());
    // A note that becomes a warning looks like one.
    const auto signs = [&] {
        QStringList texts;
        for (const QLabel *label : bar.findChildren<QLabel *>()) {
            if (label->isVisibleTo(&bar))
                texts << label->text();
        }
        return texts;
    };
    bar.show(QStringLiteral("a"), MessageBar::Kind::Note, QStringLiteral("text"));
    QCOMPARE(signs(), (QStringList{QStringLiteral("ℹ"), QStringLiteral("text")}));
    bar.show(QStringLiteral("a"), MessageBar::Kind::Warning, QStringLiteral("text"));
    QCOMPARE(signs(), (QStringList{QStringLiteral("⚠"), QStringLiteral("text")}));
}

void TestPanels::messagesAreReplacedAndClosed()
{
    MessageBar bar;
    QVERIFY(bar.isHidden());
    int done = 0;
    bar.show(QStringLiteral("a"), MessageBar::Kind::Warning, QStringLiteral("first"),
             {{QStringLiteral("Mend"), [&] { ++done; }}});
    auto *button = bar.findChild<QPushButton *>(QStringLiteral("remedy"));
    bar.show(QStringLiteral("a"), MessageBar::Kind::Warning, QStringLiteral("second"),
             {{QStringLiteral("Mend"), [&] { ++done; }}});
    QCOMPARE(bar.textOf(QStringLiteral("a")), QStringLiteral("second"));
    QCOMPARE(bar.findChild<QPushButton *>(QStringLiteral("remedy")), button);
    button->click();
    QCOMPARE(done, 1);
    QCOMPARE(bar.textOf(QStringLiteral("a")), QString());
    for (int i = 0; i < 6; ++i)
        bar.show(QString::number(i), MessageBar::Kind::Note, QStringLiteral("text"));
    QCOMPARE(bar.textOf(QStringLiteral("0")), QString());
    QCOMPARE(bar.textOf(QStringLiteral("5")), QStringLiteral("text"));
    bar.clear();
    QVERIFY(bar.isHidden());
}

void TestPanels::startPageSaysWhatWasAskedFor()
{
    StartPage page;
    QSignalSpy local(&page, &StartPage::localRequested);
    QSignalSpy connected(&page, &StartPage::connectRequested);
    QSignalSpy cancelled(&page, &StartPage::cancelRequested);
    page.findChild<QPushButton *>(QStringLiteral("startLocal"))->click();
    QCOMPARE(local.takeFirst().at(0).toInt(), 5);
    page.setAddress(QStringLiteral("[::1]:12000"));
    page.findChild<QPushButton *>(QStringLiteral("connectToNode"))->click();
    QCOMPARE(connected.takeFirst().at(0).toString(), QStringLiteral("[::1]:12000"));
    QSignalSpy lessons(&page, &StartPage::lessonRequested);
    page.setLessons({QStringLiteral("one"), QStringLiteral("two")});
    page.findChildren<QPushButton *>(QStringLiteral("openLesson"))[1]->click();
    QCOMPARE(lessons.takeFirst().at(0).toInt(), 2);
    page.setRecent({QStringLiteral("a:1"), QStringLiteral("b:2"), QStringLiteral("c:3"), QStringLiteral("d:4"),
                    QStringLiteral("e:5")});
    const auto recent = page.findChildren<QPushButton *>(QStringLiteral("recentAddress"));
    QCOMPARE(recent.size(), StartPage::recentMax);
    recent[1]->click();
    QCOMPARE(connected.takeFirst().at(0).toString(), QStringLiteral("b:2"));
    page.showProgress(QStringLiteral("3 of 5 joined, stabilizing"), 3, 5);
    QVERIFY(page.isShowingProgress());
    page.findChild<QPushButton *>(QStringLiteral("cancelStart"))->click();
    QCOMPARE(cancelled.count(), 1);
}

void TestPanels::inspectorFollowsLinks()
{
    Inspector inspector;
    QSignalSpy asked(&inspector, &Inspector::selectionRequested);
    inspector.show(shared(textbookRing()), {chord::Id(8), {}}, 0);
    QCOMPARE(inspector.fingers().rowCount(), 6);
    for (QLabel *label : inspector.findChildren<QLabel *>()) {
        if (label->text().contains(QStringLiteral("href=\"0e\"")))
            Q_EMIT label->linkActivated(QStringLiteral("0e"));
    }
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.takeFirst().at(0).value<Selection>().node, chord::Id(14));
    inspector.show(shared(textbookRing()), {{}, QByteArray("key 36")}, 0);
    inspector.setValue("key 36", {QByteArray("\x01\x02\xff", 3), {}, {}, {}});
    QCOMPARE(inspector.valueEditor()->bytes(), QByteArray("\x01\x02\xff", 3));
}

// Of a node what it says itself; of a key what the whole picture says.
void TestPanels::inspectorTellsLeadersAndVoters()
{
    Inspector inspector;
    const auto text = [&inspector] {
        QString all;
        for (QLabel *label : inspector.findChildren<QLabel *>())
            all += label->text().remove(QRegularExpression(QStringLiteral("<[^>]*>"))) + u'\n';
        return all;
    };
    RingSnapshot ring = textbookRing(3);
    const auto verifyShown = [&](const QString &wanted) {
        const QString shown = text();
        QVERIFY2(shown.contains(wanted), qPrintable(shown));
    };
    inspector.show(shared(ring), {chord::Id(8), {}}, 0);
    verifyShown(QStringLiteral("Leader of(N1, N8]: serving, ballot 0.1.2; voters N8, N14, N21"));
    verifyShown(QStringLiteral("Voter of(N51, N56]: serving, ballot 0.1.a; leader N56"));
    inspector.show(shared(ring), {{}, QByteArray("key 36")}, 0);
    verifyShown(QStringLiteral("Range(N51, N56]: serving"));
    verifyShown(QStringLiteral("LeaderN56"));
    verifyShown(QStringLiteral("VotersN56, N1, N8"));
    verifyShown(QStringLiteral("Stored atN56, N1, N8"));
    ring.ranges.back().condition = RangeCondition::NoQuorum;
    ring.ranges.back().answering = 1;
    inspector.show(shared(ring), {{}, QByteArray("key 36")}, 0);
    verifyShown(QStringLiteral("Leadernone at the moment"));
    verifyShown(QStringLiteral("1 of 3 voters answers"));
    ring.ranges.clear(); // not known
    inspector.show(shared(ring), {{}, QByteArray("key 36")}, 0);
    verifyShown(QStringLiteral("OwnerN56"));
    verifyShown(QStringLiteral("CopiesN1, N8"));
}

void TestPanels::timelineMapsTime()
{
    Timeline timeline;
    timeline.resize(800, 30);
    timeline.setSource(Mode::Live, nullptr);
    timeline.addEvent({1'000'000, RingEvent::Kind::Joined, {}, {}});
    timeline.addEvent({1'060'000, RingEvent::Kind::Died, {}, {}});
    const qreal begin = timeline.placeOf(1'000'000);
    const qreal end = timeline.placeOf(1'060'000);
    QVERIFY(begin > 0 && end > begin && end < 800);
    QVERIFY(qAbs(timeline.momentAt((begin + end) / 2) - 1'030'000) < 200);
    QCOMPARE(timeline.momentAt(-50), 1'000'000);
    QVERIFY(!timeline.grab().isNull());
}

void TestPanels::percentiles()
{
    QCOMPARE(percentile({}, 50), 0);
    QCOMPARE(percentile({5}, 99), 5);
    QCOMPARE(percentile({4, 1, 3, 2}, 50), 2);
    std::vector<qint64> hundred;
    for (int i = 1; i <= 100; ++i)
        hundred.push_back(i);
    QCOMPARE(percentile(hundred, 99), 99);
}

void TestPanels::ticksAreRound_data()
{
    QTest::addColumn<double>("most");
    QTest::addColumn<int>("steps");
    QTest::addColumn<std::vector<double>>("ticks");
    QTest::newRow("one key") << 1.0 << 5 << std::vector<double>{0, 1};
    QTest::newRow("few") << 5.0 << 5 << std::vector<double>{0, 1, 2, 3, 4, 5};
    QTest::newRow("no room") << 5.0 << 1 << std::vector<double>{0, 5};
    QTest::newRow("many") << 1234.0 << 4 << std::vector<double>{0, 500, 1000, 1500};
    QTest::newRow("nothing") << 0.0 << 4 << std::vector<double>{0, 1};
}

void TestPanels::ticksAreRound()
{
    QFETCH(double, most);
    QFETCH(int, steps);
    QTEST(axisTicks(most, steps, 1), "ticks");
    QCOMPARE(labelStride(10, 20, 200), 1);
    QCOMPARE(labelStride(10, 20, 199), 2);
    QCOMPARE(labelStride(1000, 20, 200), 100);
}

void TestPanels::chartsTellWhatIsBelowTheMouse()
{
    Charts charts;
    charts.resize(900, 200);
    ColourBook colours;
    colours.meet(textbookRing());
    charts.setSnapshot(shared(textbookRing()), colours);
    charts.addHops(2);
    charts.addHops(2);
    charts.addDuration(1500, QStringLiteral("Read “color”."));
    const auto textAt = [&charts](Charts::Chart chart, size_t index) {
        return charts.textAt(charts.markBox(chart, index).center());
    };
    QCOMPARE(textAt(Charts::Chart::Keys, 4), QStringLiteral("N32: 2 keys\nnode20:1"));
    QCOMPARE(textAt(Charts::Chart::Hops, 2), QStringLiteral("2 hops: 2 lookups"));
    QCOMPARE(textAt(Charts::Chart::Durations, 0), QStringLiteral("Read “color”.\n1.5 ms"));
    QCOMPARE(charts.textAt({2, 2}), QString()); // the title
    QVERIFY(charts.markBox(Charts::Chart::Keys, 10).isNull()); // there are ten nodes
    const QRectF two = charts.markBox(Charts::Chart::Keys, 4);
    const QRectF one = charts.markBox(Charts::Chart::Keys, 2);
    QVERIFY(two.height() > one.height() && qAbs(one.bottom() - two.bottom()) < 0.01);
    QVERIFY(!charts.grab().isNull());
}

void TestPanels::identifiersAreMonospaced()
{
    Inspector inspector;
    inspector.show(shared(textbookRing()), {chord::Id(8), {}}, 0);
    const QString family = monospacedFont(QFont()).family();
    int labels = 0;
    for (const QLabel *label : inspector.findChildren<QLabel *>())
        labels += label->text().contains(QStringLiteral("font-family:'%1'").arg(family)) ? 1 : 0;
    QCOMPARE(labels, 1);
    QVERIFY(titleFont(QFont()).pointSizeF() > QFont().pointSizeF());
    QVERIFY(captionFont(QFont()).pointSizeF() < QFont().pointSizeF());
}

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
