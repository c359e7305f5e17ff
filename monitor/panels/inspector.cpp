// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts are small tables of rich text; whatever came from the network is escaped before it gets there.

#include "panels/inspector.h"

#include "model/ring_ranges.h"
#include "model/type_scale.h"
#include "panels/fingers_model.h"
#include "panels/keys_model.h"
#include "panels/nodes_model.h"
#include "panels/table.h"
#include "ring/description.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace monitor {

namespace {

constexpr int valueCharactersMax = 2000;
constexpr qint64 staleMs = 3000; // older answers of a node are shown with their age

QString link(const QString &text, const chord::Id &id, const chord::IdSpace &space)
{
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(QString::fromLatin1(space.toHex(id)), text.toHtmlEscaped());
}

QString row(const QString &name, const QString &html)
{
    return QStringLiteral("<tr><td style=\"padding-right:10px\">%1</td><td>%2</td></tr>").arg(name, html);
}

// The names of nodes, each a link.
QString links(const std::vector<Peer> &peers, const Names &names, const chord::IdSpace &space)
{
    QStringList texts;
    for (const Peer &peer : peers)
        texts << link(names.node(peer), peer.id, space);
    return texts.join(QStringLiteral(", "));
}

QString table(const QString &rows)
{
    return QStringLiteral("<table cellspacing=\"1\">%1</table>").arg(rows);
}

QLabel *makeText(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

QLabel *makeTitle(QWidget *parent, QFont (*scaled)(const QFont &))
{
    auto *label = new QLabel(parent);
    label->setFont(scaled(label->font()));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
    , m_pages(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    auto *nothing = new QLabel(tr("Select a node or a key: click it in the ring or in the table."), this);
    nothing->setWordWrap(true);
    nothing->setMargin(10);
    nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_nothing = nothing;
    m_nodePage = makeNodePage();
    m_keyPage = makeKeyPage();
    for (QWidget *page : {m_nothing, m_nodePage, m_keyPage})
        m_pages->addWidget(page);
    setMinimumWidth(240);
}

QWidget *Inspector::makeNodePage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    m_nodeTitle = makeTitle(page, titleFont);
    m_nodeTrouble = makeText(page);
    m_nodeFacts = makeText(page);
    m_fingersTitle = makeTitle(page, headingFont);
    m_keysTitle = makeTitle(page, headingFont);
    m_fingers = new FingersModel(this);
    m_keys = new KeysModel(this);
    m_fingersTable = makeTable(m_fingers, tr("Finger table"), page);
    m_keysTable = makeTable(m_keys, tr("Keys of this node"), page);
    setMonospaced(m_fingersTable, {FingersModel::StartColumn, FingersModel::IntervalColumn});
    setMonospaced(m_keysTable, {KeysModel::IdColumn, KeysModel::VersionColumn});
    m_keysTable->sortByColumn(KeysModel::IdColumn, Qt::AscendingOrder);
    for (QTableView *table : {m_fingersTable, m_keysTable}) {
        table->horizontalHeader()->setResizeContentsPrecision(0); // only visible rows are measured
        table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    }
    layout->addWidget(m_nodeTitle);
    layout->addWidget(m_nodeTrouble);
    layout->addWidget(m_nodeFacts);
    layout->addWidget(m_fingersTitle);
    layout->addWidget(m_fingersTable, 3);
    layout->addWidget(m_keysTitle);
    layout->addWidget(m_keysTable, 2);

    connect(m_nodeFacts, &QLabel::linkActivated, this, &Inspector::followLink);
    connect(m_fingersTable, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        const int source = proxyOf(m_fingersTable)->mapToSource(index).row();
        Q_EMIT selectionRequested({m_fingers->nodeAt(source).id, {}});
    });
    connect(m_keysTable, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        const int source = proxyOf(m_keysTable)->mapToSource(index).row();
        Q_EMIT selectionRequested({{}, m_keys->keyAt(source).key});
    });
    return page;
}

QWidget *Inspector::makeKeyPage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    m_keyTitle = makeTitle(page, titleFont);
    m_keyFacts = makeText(page);
    m_editor = new ValueEditor(page);
    auto *buttons = new QHBoxLayout;
    const auto addButton = [&](const QString &text, Action action) {
        auto *button = new QPushButton(text, page);
        connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT actionRequested(action); });
        buttons->addWidget(button);
        return button;
    };
    m_get = addButton(tr("Get"), Action::Get);
    m_lookup = addButton(tr("Look up"), Action::Lookup);
    m_delete = addButton(tr("Delete"), Action::Delete);
    layout->addWidget(m_keyTitle);
    layout->addWidget(m_keyFacts);
    layout->addLayout(buttons);
    layout->addWidget(m_editor, 1);
    connect(m_keyFacts, &QLabel::linkActivated, this, &Inspector::followLink);
    auto *scroll = new QScrollArea(this); // of a low window, the page takes no more than there is
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    return scroll;
}

void Inspector::show(const SnapshotPtr &snapshot, const Selection &selection, qint64 nowMs)
{
    m_snapshot = snapshot;
    const int node = selection.node ? snapshot->indexOf(*selection.node) : -1;
    if (node >= 0) {
        showNode(*snapshot, snapshot->nodes[size_t(node)], nowMs);
        m_pages->setCurrentWidget(m_nodePage);
    } else if (selection.key) {
        showKey(*snapshot, *selection.key);
        m_pages->setCurrentWidget(m_keyPage);
    } else {
        m_pages->setCurrentWidget(m_nothing);
    }
}

void Inspector::showNode(const RingSnapshot &ring, const NodeView &node, qint64 nowMs)
{
    const Names names(ring);
    const chord::IdSpace space(ring.idBits);
    m_nodeTitle->setText(tr("Node %1, %2").arg(names.node(node.self), conditionText(node.condition)));
    m_nodeTrouble->setVisible(!node.trouble.isEmpty());
    m_nodeTrouble->setText(QStringLiteral("<b>%1</b>").arg(node.trouble.toHtmlEscaped()));

    QString rows =
        row(tr("Successors"),
            node.successors.empty() ? tr("itself: it knows no other node") : links(node.successors, names, space));
    rows += row(tr("Predecessor"), node.predecessor ? links({*node.predecessor}, names, space) : tr("unknown"));
    rows += rangeRows(ring, node);
    rows += row(tr("Address"), monospacedHtml(QString::fromUtf8(node.self.address).toHtmlEscaped()));
    QString identifier = names.whole(node.self.id);
    for (int at = 20; at < identifier.size(); at += 21)
        identifier.insert(at, QChar(0x200b)); // lets 40 digits break
    rows += row(tr("Identifier"), monospacedHtml(identifier));
    rows += row(tr("Keys"),
                tr("%1 owned, %2 copies, %3")
                    .arg(node.totals.primary)
                    .arg(node.totals.replica)
                    .arg(sizeText(node.totals.bytes)));
    if (node.uptimeSeconds > 0)
        rows += row(tr("Uptime"), spanText(node.uptimeSeconds));
    if (nowMs - node.seenMs > staleMs)
        rows += row(tr("Last seen"),
                    tr("%1 ago; the data shown here are from then").arg(durationText((nowMs - node.seenMs) * 1000)));
    m_nodeFacts->setText(table(rows));

    m_fingers->setNode(node, names, ring.idBits);
    m_fingersTitle->setText(tr("Finger table"));
    m_keys->setKeys(node.keys, names);
    m_keysTitle->setText(node.keys && !node.keysComplete ? tr("Keys (the first %1)").arg(node.keys->size())
                                                         : tr("Keys"));
}

// Those it leads first. The answer of a node about a range may be older than those of others, and is shown as it is.
QString Inspector::rangeRows(const RingSnapshot &ring, const NodeView &node) const
{
    if (!node.ranges)
        return {};
    const Names names(ring);
    const chord::IdSpace space(ring.idBits);
    QString led;
    QString others;
    for (const RangeView &range : *node.ranges) {
        const QString text = rangeText(range.low, range.high, names);
        const QString voters = links(range.voters, names, space);
        const QString state = rangeStateText(range.state);
        const QString ballot = shortBallotText(range.ballot);
        if (range.isLedBy(node.self.id)) {
            led += row(tr("Leader of"), tr("%1: %2, ballot %3; voters %4").arg(text, state, ballot, voters));
            continue;
        }
        const QString leader = range.leader ? links({*range.leader}, names, space) : tr("unknown");
        const QString role = range.hasVoter(node.self.id) ? tr("Voter of") : tr("Learner of");
        others += row(role, tr("%1: %2, ballot %3; leader %4").arg(text, state, ballot, leader));
    }
    return led + others;
}

void Inspector::showKey(const RingSnapshot &ring, const QByteArray &key)
{
    const Names names(ring);
    const chord::IdSpace space(ring.idBits);
    m_key = key;
    std::vector<Peer> owners;
    std::vector<Peer> copies;
    const KeyView *entry = nullptr;
    for (const NodeView &node : ring.nodes) {
        if (!node.keys || node.condition == NodeCondition::Dead)
            continue;
        for (const KeyView &held : *node.keys) {
            if (held.key != key)
                continue;
            (held.primary ? owners : copies).push_back(node.self);
            if (held.primary || !entry)
                entry = &held;
        }
    }
    m_listedVersion = entry ? entry->version : chord::Version();
    const chord::Id id = entry ? entry->id : space.hash(key);
    m_keyTitle->setText(tr("Key %1").arg(names.key(key, id, 60)));
    QString rows = row(tr("Text"), bytesText(key, 200).toHtmlEscaped());
    rows += row(tr("Identifier"), monospacedHtml(names.point(id)));
    if (const RangeStatus *range = ring.rangeOf(id)) {
        rows += row(tr("Range"),
                    tr("%1: %2").arg(rangeText(range->view.low, range->view.high, names),
                                     rangeConditionText(range->condition)));
        rows += row(tr("Leader"),
                    range->isServed() ? links({*range->view.leader}, names, space) : tr("none at the moment"));
        rows += row(tr("Voters"), range->view.voters.empty() ? tr("none") : links(range->view.voters, names, space));
        std::vector<Peer> holders = owners;
        holders.insert(holders.end(), copies.begin(), copies.end());
        rows += row(tr("Stored at"), holders.empty() ? tr("no node lists this key") : links(holders, names, space));
        if (!range->isServed())
            rows += row(QString(), rangeProblem(*range, names).toHtmlEscaped());
    } else {
        const int owner = ring.ownerOf(id);
        const QString place = owner < 0 ? QString() : links({ring.nodes[size_t(owner)].self}, names, space);
        rows += row(tr("Owner"),
                    owners.empty() ? tr("%1, by position; no node lists this key").arg(place)
                                   : links({owners.back()}, names, space));
        rows += row(tr("Copies"), copies.empty() ? tr("none") : links(copies, names, space));
    }
    if (entry) {
        rows += row(tr("Size"), sizeText(entry->bytes));
        rows += row(tr("Version"), monospacedHtml(QString::fromLatin1(entry->version.toText())));
    }
    m_keyFacts->setText(table(rows));
    showValue();
}

void Inspector::setValue(const QByteArray &key, const KnownValue &value)
{
    m_valueKey = key;
    m_knownValue = value;
    m_isValueShown = false;
    m_knownVersion = value.etag.size() > 2
        ? chord::Version::fromText(QByteArrayView(value.etag).sliced(1).chopped(1)).value_or(chord::Version())
        : chord::Version();
    showValue();
}

void Inspector::forgetValue()
{
    m_valueKey.clear();
    m_knownValue = {};
    showValue();
}

std::optional<QByteArray> Inspector::valueOf(const QByteArray &key) const
{
    const bool isKnown = !m_valueKey.isEmpty() && m_valueKey == key;
    const bool isOld = key == m_key && !m_knownVersion.isNull() && m_knownVersion < m_listedVersion;
    return isKnown && !isOld ? std::optional(m_knownValue.bytes) : std::nullopt;
}

void Inspector::setActions(const QAction &get, const QAction &lookup, const QAction &remove, const QAction &put)
{
    m_editor->setPut(put);
    for (const auto &[button, action] : {std::pair{m_get, &get}, {m_lookup, &lookup}, {m_delete, &remove}}) {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->isEnabled() ? QString() : action->toolTip());
    }
}

// A value that is being edited stays until another key is shown, or its value is read again.
void Inspector::showValue()
{
    const bool isKnown = valueOf(m_key).has_value();
    QString state;
    if (isKnown && m_knownValue.bytes.isEmpty())
        state = tr("The value is empty.");
    else if (!isKnown)
        state = m_valueKey == m_key && !m_key.isEmpty() ? tr("The value has changed since it was read. Choose Get.")
                                                        : tr("The value has not been read. Choose Get.");
    const bool isOther = m_editor->key() != m_key;
    if (isOther || isKnown != m_isValueShown) {
        m_isValueShown = isKnown;
        if (isOther || isKnown || !m_editor->isEdited()) {
            m_editor->setValue(m_key, isKnown ? std::optional(m_knownValue) : std::nullopt, state);
            return;
        }
    }
    m_editor->setState(state);
}

void Inspector::followLink(const QString &link)
{
    const std::optional<chord::Id> id = chord::IdSpace(m_snapshot->idBits).fromHex(link.toLatin1());
    if (id && m_snapshot->indexOf(*id) >= 0)
        Q_EMIT selectionRequested({*id, {}});
}

} // namespace monitor
