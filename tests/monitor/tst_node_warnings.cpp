// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands above the ring about nodes and ranges: as long as it lasts, not again once the user has closed it, and
// with buttons for what can be done.

#include "panels/message_bar.h"
#include "ring_fixture.h"
#include "session/ring_session.h"
#include "window/node_warnings.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace monitor;

class TestNodeWarnings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void troubleLastsUntilItIsOver();
    void closedByTheUser();
    void manyNodesShareAMessage();
    void lostRanges();
    void remediesAreWhatCanBeDone();
    void killedAtOnce();

private:
    void show(const RingSnapshot &ring);
    QAbstractButton *button(const QString &text);
    QString textOf(const QString &subject) const { return m_messages.textOf(subject); }

    MessageBar m_messages;
    NodeWarnings m_warnings{&m_messages};
    RingSession m_session;
    FakeSource *m_source = nullptr;
};

namespace {

const QString subject = QStringLiteral("node:node20:1"); // N32, the fifth node

RingSnapshot withTrouble(const QString &trouble)
{
    RingSnapshot ring = textbookRing(3);
    ring.nodes[4].trouble = trouble;
    return ring;
}

} // namespace

void TestNodeWarnings::init()
{
    m_messages.clear();
    m_warnings.clear();
    auto source = std::make_unique<FakeSource>(textbookRing(3));
    m_source = source.get();
    m_session.setSource(std::move(source));
}

void TestNodeWarnings::show(const RingSnapshot &ring)
{
    m_source->show(ring);
    m_warnings.refresh(m_session);
}

QAbstractButton *TestNodeWarnings::button(const QString &text)
{
    for (QAbstractButton *button : m_messages.findChildren<QAbstractButton *>()) {
        if (button->text() == text && button->isVisibleTo(&m_messages))
            return button;
    }
    return nullptr;
}

void TestNodeWarnings::troubleLastsUntilItIsOver()
{
    QCOMPARE(NodeWarnings::subjectOf("node20:1"), subject);
    show(withTrouble(u"It does not answer."_s));
    QCOMPARE(textOf(subject), u"It does not answer."_s);
    show(withTrouble(u"It is dead."_s));
    QCOMPARE(textOf(subject), u"It is dead."_s);
    show(withTrouble({}));
    QCOMPARE(textOf(subject), QString());
}

// It stays closed while it lasts, and comes again when it happens again.
void TestNodeWarnings::closedByTheUser()
{
    show(withTrouble(u"It does not answer."_s));
    m_messages.remove(subject);
    Q_EMIT m_messages.closed(subject);
    show(withTrouble(u"It is dead."_s));
    QCOMPARE(textOf(subject), QString());
    show(withTrouble({}));
    show(withTrouble(u"It does not answer."_s));
    QCOMPARE(textOf(subject), u"It does not answer."_s);
    m_messages.remove(subject);
    Q_EMIT m_messages.closed(subject);
    m_warnings.clear(); // another ring
    show(withTrouble(u"It is dead."_s));
    QCOMPARE(textOf(subject), u"It is dead."_s);
}

void TestNodeWarnings::manyNodesShareAMessage()
{
    show(withTrouble(u"It does not answer."_s));
    RingSnapshot ring = textbookRing(3);
    for (const size_t index : {1, 2, 4})
        ring.nodes[index].trouble = u"It does not answer."_s;
    show(ring);
    QCOMPARE(textOf(subject), QString());
    QVERIFY(textOf(u"nodes"_s).startsWith(u"3 "_s));
    QSignalSpy restart(&m_warnings, &NodeWarnings::restartRequested);
    QVERIFY(button(u"Restart 3 nodes"_s));
    button(u"Restart 3 nodes"_s)->click();
    QCOMPARE(restart.size(), 3);
    ring.nodes[1].trouble.clear();
    show(ring);
    QCOMPARE(textOf(u"nodes"_s), QString());
    QCOMPARE(textOf(subject), ring.nodes[4].trouble);
}

// One is explained, several are listed, four at most; what only waits for a leader is not told.
void TestNodeWarnings::lostRanges()
{
    RingSnapshot ring = textbookRing(3);
    ring.ranges[2].condition = RangeCondition::NoLeader;
    show(ring);
    QCOMPARE(textOf(u"ranges"_s), QString());
    ring.ranges[2].condition = RangeCondition::NoQuorum;
    show(ring);
    QVERIFY(textOf(u"ranges"_s).startsWith(u"The range (N8, N14] has no quorum"_s));
    for (size_t index = 3; index < 7; ++index)
        ring.ranges[index].condition = RangeCondition::NoQuorum;
    show(ring);
    QCOMPARE(textOf(u"ranges"_s).count(u"(N"_s), 4);
    QVERIFY(textOf(u"ranges"_s).contains(u"…"_s));
    show(textbookRing(3));
    QCOMPARE(textOf(u"ranges"_s), QString());
}

void TestNodeWarnings::remediesAreWhatCanBeDone()
{
    QSignalSpy restart(&m_warnings, &NodeWarnings::restartRequested);
    QSignalSpy heal(&m_warnings, &NodeWarnings::healRequested);
    m_source->m_whyNot[int(Action::Restart)] = u"It runs."_s;
    show(withTrouble(u"It does not answer."_s));
    QVERIFY(!button(u"Restart"_s) && !button(u"Heal"_s) && !button(u"Log"_s));
    m_source->m_whyNot.clear();
    RingSnapshot ring = withTrouble(u"It is isolated."_s);
    ring.nodes[4].isolated = true;
    show(ring);
    QVERIFY(button(u"Restart"_s) && button(u"Heal"_s));
    button(u"Restart"_s)->click();
    QCOMPARE(restart.size(), 1);
    QCOMPARE(restart[0][0].toByteArray(), QByteArray("node20:1"));
    show(ring); // a remedy closes its message
    button(u"Heal"_s)->click();
    QCOMPARE(heal.size(), 1);
}

void TestNodeWarnings::killedAtOnce()
{
    QSignalSpy restart(&m_warnings, &NodeWarnings::restartRequested);
    m_warnings.showKilled("node20:1", u"N32"_s);
    QVERIFY(textOf(subject).startsWith(u"N32 was killed."_s));
    button(u"Restart"_s)->click();
    QCOMPARE(restart.size(), 1);
    show(withTrouble({})); // started again
    QCOMPARE(textOf(subject), QString());
}

QTEST_MAIN(TestNodeWarnings)
#include "tst_node_warnings.moc"
