// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of the remembered addresses are tried at a turn, and which are forgotten when there are too many.

#include "chord/contacts.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace chord;

namespace {

Address address(size_t number)
{
    return "n" + QByteArray::number(number) + ":1";
}

// A node of which only the address is known.
NodeRef at(const Address &address)
{
    return {{}, address, 0};
}

std::vector<Address> addresses(const Contacts &contacts)
{
    std::vector<Address> out;
    for (const NodeRef &node : contacts.nodes())
        out.push_back(node.address);
    return out;
}

bool contains(const std::vector<Address> &list, const Address &one)
{
    return std::find(list.begin(), list.end(), one) != list.end();
}

constexpr Time longAfter = 10 * Contacts::recentUs;

} // namespace

class TestContacts : public QObject {
    Q_OBJECT

private slots:
    void remembersOnce();
    void recentOnesAreTriedAtEachTurn();
    void othersAreTriedInTurn();
    void aRecentOneBesideOthers();
    void rememberedAgainIsRecentAgain();
    void fewAtATurn();
    void fullListForgetsTheFirstLost();
    void incarnationIsKept();
    void forget();
    void metOnesAreTriedOnceSomebodyIsLost();
    void metOnesAreTriedSeldomLater();
    void metOneThatDoesNotAnswer();
    void fewOfThoseMetStay();
};

void TestContacts::remembersOnce()
{
    Contacts contacts;
    QVERIFY(contacts.isEmpty());
    QVERIFY(contacts.turn(0).empty());
    contacts.remember(at(""), 0);
    QVERIFY(contacts.isEmpty());
    contacts.remember(at("a"), 0);
    contacts.remember(at("a"), 5);
    QCOMPARE(addresses(contacts), std::vector<Address>{"a"});
}

void TestContacts::recentOnesAreTriedAtEachTurn()
{
    Contacts contacts;
    contacts.remember(at("a"), 0);
    contacts.remember(at("b"), 0);
    for (Time now = 0; now < Contacts::recentUs; now += Contacts::recentUs / 7)
        QCOMPARE(contacts.turn(now), (std::vector<Address>{"a", "b"}));
    QCOMPARE(contacts.turn(Contacts::recentUs).size(), size_t(1));
}

void TestContacts::othersAreTriedInTurn()
{
    Contacts contacts;
    for (size_t i = 0; i < 5; ++i)
        contacts.remember(at(address(i)), 0);
    std::vector<Address> tried;
    for (Time now = longAfter; tried.size() < 10; ++now) {
        const std::vector<Address> turn = contacts.turn(now);
        QCOMPARE(turn.size(), size_t(1));
        tried.push_back(turn.front());
    }
    QCOMPARE(std::set<Address>(tried.begin(), tried.begin() + 5).size(), size_t(5));
    QVERIFY(std::equal(tried.begin(), tried.begin() + 5, tried.begin() + 5));
}

void TestContacts::aRecentOneBesideOthers()
{
    Contacts contacts;
    contacts.remember(at("old"), 0);
    contacts.remember(at("older"), 0);
    contacts.remember(at("recent"), longAfter);
    std::set<Address> others;
    for (Time now = longAfter; now < longAfter + 2; ++now) {
        const std::vector<Address> turn = contacts.turn(now);
        QCOMPARE(turn.size(), size_t(2));
        QVERIFY(contains(turn, "recent"));
        others.insert(turn.begin(), turn.end());
    }
    QCOMPARE(others.size(), size_t(3));
}

void TestContacts::rememberedAgainIsRecentAgain()
{
    Contacts contacts;
    contacts.remember(at("a"), 0);
    contacts.remember(at("b"), 0);
    contacts.remember(at("a"), longAfter);
    for (Time now = longAfter; now < longAfter + 4; ++now)
        QVERIFY(contains(contacts.turn(now), "a"));
}

// Many that were lost at the same time are not all tried at once, and none is left out for ever.
void TestContacts::fewAtATurn()
{
    Contacts contacts;
    for (size_t i = 0; i < 40; ++i)
        contacts.remember(at(address(i)), 0);
    std::set<Address> tried;
    for (Time turn = 0; turn < 40; ++turn) {
        const std::vector<Address> now = contacts.turn(turn);
        QVERIFY(now.size() <= Contacts::recentMax + 1);
        QCOMPARE(std::set<Address>(now.begin(), now.end()).size(), now.size());
        tried.insert(now.begin(), now.end());
    }
    QCOMPARE(tried.size(), size_t(40));
}

void TestContacts::fullListForgetsTheFirstLost()
{
    Contacts contacts;
    for (size_t i = 0; i < Contacts::contactsMax; ++i)
        contacts.remember(at(address(i)), Time(i));
    contacts.remember(at(address(0)), 1000); // seen since
    contacts.remember(at("new"), 1001);
    const std::vector<Address> known = addresses(contacts);
    QCOMPARE(known.size(), Contacts::contactsMax);
    QVERIFY(contains(known, "new"));
    QVERIFY(contains(known, address(0)));
    QVERIFY(!contains(known, address(1)));
    QVERIFY(contains(known, address(2)));
}

// The latest one that is known; an address alone does not blot it out.
void TestContacts::incarnationIsKept()
{
    Contacts contacts;
    contacts.remember(at("a"), 0);
    QCOMPARE(contacts.nodes().front().incarnation, quint64(0));
    contacts.remember({Id(5), "a", 7}, 1);
    contacts.remember(at("a"), 2);
    QCOMPARE(contacts.nodes().size(), size_t(1));
    QCOMPARE(contacts.nodes().front(), (NodeRef{Id(5), "a", 7}));
    contacts.remember({Id(5), "a", 8}, 3);
    QCOMPARE(contacts.nodes().front().incarnation, quint64(8));
}

void TestContacts::forget()
{
    Contacts contacts;
    contacts.remember(at("a"), 0);
    contacts.remember(at("b"), 0);
    contacts.forget("c");
    contacts.forget("a");
    QCOMPARE(addresses(contacts), std::vector<Address>{"b"});
    contacts.forget("b");
    QVERIFY(contacts.isEmpty());
}

void TestContacts::metOnesAreTriedOnceSomebodyIsLost()
{
    Contacts contacts;
    contacts.met("m");
    contacts.met("m");
    contacts.met("n");
    QVERIFY(contacts.isEmpty());
    QVERIFY(contacts.turn(0).empty());
    QVERIFY(contacts.knows("m") && !contacts.knows("a"));
    contacts.remember(at("a"), 0);
    QVERIFY(contacts.knows("a"));
    QCOMPARE(contacts.turn(1), (std::vector<Address>{"a", "m"}));
    QCOMPARE(contacts.turn(2), (std::vector<Address>{"a", "n"}));
    // One that is lost is not tried twice.
    contacts.remember(at("m"), 3);
    QCOMPARE(contacts.turn(4), (std::vector<Address>{"a", "m"}));
    QCOMPARE(contacts.turn(5), (std::vector<Address>{"a", "m", "n"}));
    contacts.forget("a");
    contacts.forget("m");
    QVERIFY(contacts.knows("m"));
    QVERIFY(contacts.turn(6).empty());
}

void TestContacts::metOnesAreTriedSeldomLater()
{
    Contacts contacts;
    contacts.remember(at("a"), 0);
    contacts.met("m");
    int tried = 0;
    for (int i = 0; i < 10 * Contacts::metEvery; ++i)
        tried += contains(contacts.turn(longAfter + i), "m") ? 1 : 0;
    QCOMPARE(tried, 10);
}

void TestContacts::metOneThatDoesNotAnswer()
{
    Contacts contacts;
    contacts.met("m");
    contacts.missed("unknown", 0);
    QVERIFY(contacts.isEmpty());
    contacts.missed("m", 0);
    QCOMPARE(addresses(contacts), std::vector<Address>{"m"});
    QCOMPARE(contacts.turn(1), std::vector<Address>{"m"});
    contacts.forget("m");
    QVERIFY(!contacts.knows("m"));
}

void TestContacts::fewOfThoseMetStay()
{
    Contacts contacts;
    for (size_t i = 0; i < 2 * Contacts::metMax; ++i)
        contacts.met(address(i));
    for (size_t i = 0; i < 2 * Contacts::metMax; ++i)
        QCOMPARE(contacts.knows(address(i)), i < Contacts::metMax);
    contacts.missed(address(0), 0);
    contacts.met(address(Contacts::metMax));
    QVERIFY(contacts.knows(address(Contacts::metMax)));
    QCOMPARE(contacts.memoryBytes() > 0, true);
}

QTEST_APPLESS_MAIN(TestContacts)
#include "tst_contacts.moc"
