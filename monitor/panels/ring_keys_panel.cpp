// SPDX-License-Identifier: GPL-3.0-or-later
//
// Only a search for a beginning is done by the nodes; the others are done here, on what was listed.

#include "panels/ring_keys_panel.h"

#include "panels/ring_keys_filter.h"
#include "panels/ring_keys_model.h"
#include "panels/table.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace monitor {

RingKeysPanel::RingKeysPanel(QWidget *parent)
    : QWidget(parent)
    , m_keys(new RingKeysModel(this))
    , m_filter(new RingKeysFilter(this))
    , m_table(new QTableView(this))
{
    setUpTable(m_table, m_keys, tr("Keys of the ring"), m_filter);
    m_table->sortByColumn(RingKeysModel::IdColumn, Qt::AscendingOrder);
    setMonospaced(m_table, {RingKeysModel::IdColumn, RingKeysModel::VersionColumn});
    m_table->horizontalHeader()->setResizeContentsPrecision(0); // only visible rows are measured
    for (const int column : {RingKeysModel::IdColumn, RingKeysModel::NodeColumn, RingKeysModel::BytesColumn})
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_table->setColumnWidth(RingKeysModel::KeyColumn, 280);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(makeSearch());
    layout->addWidget(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &row) {
        if (row.isValid())
            Q_EMIT keySelected(m_keys->keyAt(m_filter->mapToSource(row).row()).key);
    });
    showState();
}

QWidget *RingKeysPanel::makeSearch()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(4, 2, 4, 0);
    m_text = new QLineEdit(row);
    m_text->setPlaceholderText(tr("search the keys"));
    m_text->setAccessibleName(tr("Search the keys"));
    m_text->setClearButtonEnabled(true);
    m_manner = new QComboBox(row);
    m_manner->setObjectName(QStringLiteral("keySearchManner"));
    m_manner->setAccessibleName(tr("How to search"));
    m_manner->addItems({tr("contains"), tr("regular expression"), tr("begins with")}); // as KeySearch::Manner
    m_size = new QComboBox(row);
    m_size->setObjectName(QStringLiteral("keySizes"));
    m_size->setAccessibleName(tr("Size of the values"));
    m_size->addItem(tr("any size"), 0);
    for (const quint64 bytes : {1024ULL, 64ULL * 1024, 1024ULL * 1024})
        m_size->addItem(tr("at least %1").arg(sizeText(bytes)), bytes);
    m_atNode = new QCheckBox(tr("only of the selected node"), row);
    m_atNode->setObjectName(QStringLiteral("keysOfNode"));
    m_state = new QLabel(row);
    m_state->setObjectName(QStringLiteral("keysState"));
    m_state->setTextFormat(Qt::PlainText);
    m_list = new QToolButton(row);
    m_list->setObjectName(QStringLiteral("listKeys"));
    m_list->setText(tr("List again"));
    auto *save = new QToolButton(row);
    save->setText(tr("CSV…"));
    save->setToolTip(tr("Export the keys that are shown (CSV)"));
    layout->addWidget(m_text, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_manner, m_size, m_atNode, m_state, m_list, save})
        layout->addWidget(widget);
    connect(m_text, &QLineEdit::textChanged, this, &RingKeysPanel::applySearch);
    connect(m_text, &QLineEdit::returnPressed, this, &RingKeysPanel::list);
    connect(m_manner, &QComboBox::currentIndexChanged, this, &RingKeysPanel::applySearch);
    connect(m_size, &QComboBox::currentIndexChanged, this, &RingKeysPanel::applySearch);
    connect(m_atNode, &QCheckBox::toggled, this, &RingKeysPanel::applySearch);
    connect(m_list, &QToolButton::clicked, this, &RingKeysPanel::list);
    connect(save, &QToolButton::clicked, this, &RingKeysPanel::exportRequested);
    return row;
}

KeySearch RingKeysPanel::search() const
{
    return {KeySearch::Manner(m_manner->currentIndex()), m_text->text(), m_size->currentData().toULongLong(),
            m_atNode->isChecked() ? m_node : std::nullopt};
}

QByteArray RingKeysPanel::prefix() const
{
    const KeySearch wanted = search();
    return wanted.manner == KeySearch::Manner::Begins ? wanted.text.toUtf8() : QByteArray();
}

void RingKeysPanel::clear()
{
    m_keys->clear();
    m_problem.clear();
    m_isRingThere = m_isListed = m_isListing = m_isCut = false;
    showState();
}

void RingKeysPanel::setSnapshot(const SnapshotPtr &snapshot)
{
    m_keys->setSnapshot(snapshot);
    showState(); // the filter may be of a node
    m_isRingThere = !snapshot->nodes.empty();
    if (isVisible() && m_isRingThere && !m_isListed)
        list();
}

void RingKeysPanel::setSelection(const Selection &selection)
{
    if (!selection.node || m_node == selection.node)
        return;
    m_node = selection.node;
    if (m_atNode->isChecked())
        applySearch();
}

void RingKeysPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isRingThere && !m_isListed)
        list();
}

void RingKeysPanel::list()
{
    if (!m_isRingThere)
        return;
    m_keys->clear();
    m_problem.clear();
    m_prefix = prefix();
    m_isListed = m_isListing = true;
    m_isCut = false;
    showState();
    Q_EMIT pageRequested(m_prefix, {});
}

void RingKeysPanel::add(const KeysPage &page)
{
    if (!m_isListing || page.prefix != m_prefix)
        return;
    m_problem = page.problem;
    m_keys->add(page.keys);
    m_isCut = m_keys->rowCount() >= keysMax && !page.next.isEmpty();
    m_isListing = m_problem.isEmpty() && !page.next.isEmpty() && !m_isCut;
    showState();
    if (m_isListing)
        Q_EMIT pageRequested(m_prefix, page.next);
}

// What was listed for a beginning is too little for another search.
void RingKeysPanel::applySearch()
{
    m_searchProblem = m_filter->set(search());
    if (m_isListed && !prefix().startsWith(m_prefix))
        list();
    showState();
}

void RingKeysPanel::showState()
{
    const int shown = m_filter->rowCount();
    const int all = m_keys->rowCount();
    QString text = shown == all ? tr("%n keys", nullptr, all) : tr("%1 of %n keys", nullptr, all).arg(shown);
    if (m_isListing)
        text = tr("%1, listing…").arg(text);
    else if (m_isCut)
        text = tr("%1, the first of the ring").arg(text);
    for (const QString &problem : {m_problem, m_searchProblem}) {
        if (!problem.isEmpty())
            text = problem;
    }
    m_state->setText(text);
}

QString RingKeysPanel::csv() const
{
    return csvOf(*m_filter);
}

} // namespace monitor
