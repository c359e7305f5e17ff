// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node takes for an answer to its requests.

#include "chord/node.h"

#include <QtTest>

#include <set>

using namespace chord;

namespace {

const NodeRef contact{Id(100), "contact", 7};

NodeRef nodeOf(quint64 incarnation)
{
    return {Id(200), "self", incarnation};
}

Output outputOf(Node &node)
{
    Output output;
    node.takeOutput(output);
    return output;
}

// Its first request after it was told to join.
Message firstRequest(Node &node)
{
    node.join({contact.address}, 0);
    const Output output = outputOf(node);
    for (const Envelope &envelope : output.messages) {
        if (envelope.message.requestId != 0)
            return envelope.message;
    }
    return {};
}

} // namespace

class TestNode : public QObject {
    Q_OBJECT

private slots:
    void incarnationsHaveRequestIdsOfTheirOwn();
};

// Otherwise an answer that comes late to the address of a node which was started again could be taken for one to it.
void TestNode::incarnationsHaveRequestIdsOfTheirOwn()
{
    std::set<quint64> ids;
    for (const quint64 incarnation : {0x1234'5678'9abc'def0ULL, 0x0fed'cba9'8765'4321ULL, 0x1111'2222'3333'4444ULL}) {
        Node node(nodeOf(incarnation), Config());
        const Message request = firstRequest(node);
        QVERIFY(request.requestId != 0);
        QVERIFY(ids.insert(request.requestId).second);
    }
}

QTEST_APPLESS_MAIN(TestNode)
#include "tst_node.moc"
