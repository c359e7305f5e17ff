// SPDX-License-Identifier: GPL-3.0-or-later
//
// No wizard: each choice is one button that does it.

#include "panels/start_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace monitor {

namespace {

constexpr int nodesDefault = 5;
constexpr int nodesMax = 64; // local processes

QLabel *makeHint(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setContentsMargins(2, 0, 2, 12);
    return label;
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages, 0, Qt::AlignCenter);
    m_pages->addWidget(makeChoices());
    m_pages->addWidget(makeProgress());
    m_pages->setFixedWidth(380);
}

QWidget *StartPage::makeChoices()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(4);
    auto *title = new QLabel(tr("No ring yet"), page);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(true);
    title->setFont(font);
    title->setAlignment(Qt::AlignHCenter);
    layout->addWidget(title);
    layout->addSpacing(8);

    m_kept = new QVBoxLayout;
    layout->addLayout(m_kept);
    layout->addLayout(makeLocal(page));
    layout->addWidget(makeHint(tr("Real nodes on this computer. They are stopped with this window."), page));
    layout->addLayout(makeSimulated(page));
    layout->addWidget(makeHint(tr("The example of the Chord paper, simulated; it can be paused and stepped."), page));
    layout->addLayout(makeConnect(page));
    layout->addWidget(makeHint(tr("Any node of a running ring; the other nodes are discovered."), page));
    return page;
}

QLayout *StartPage::makeLocal(QWidget *page)
{
    auto *row = new QHBoxLayout;
    m_local = new QPushButton(page);
    m_local->setObjectName(QStringLiteral("startLocal"));
    m_local->setDefault(true);
    m_count = new QSpinBox(page);
    m_count->setRange(1, nodesMax);
    m_count->setValue(nodesDefault);
    m_count->setAccessibleName(tr("Nodes of the local ring"));
    const auto nameLocal = [this] {
        m_local->setText(tr("Start a local ring of %n nodes", nullptr, m_count->value()));
    };
    nameLocal();
    connect(m_count, &QSpinBox::valueChanged, this, nameLocal);
    row->addWidget(m_local, 1);
    row->addWidget(m_count);
    m_keeps = new QCheckBox(tr("Keep this ring's data"), page);
    m_keeps->setObjectName(QStringLiteral("keepData"));
    m_keeps->setToolTip(tr("Its nodes write to disk, and the ring can be opened again with all its keys."));
    connect(m_local, &QPushButton::clicked, this,
            [this] { Q_EMIT localRequested(m_count->value(), m_keeps->isChecked()); });
    auto *rows = new QVBoxLayout;
    rows->addLayout(row);
    rows->addWidget(m_keeps);
    return rows;
}

QLayout *StartPage::makeSimulated(QWidget *page)
{
    auto *textbook = new QPushButton(tr("Open the textbook ring"), page);
    textbook->setObjectName(QStringLiteral("openTextbook"));
    auto *random = new QPushButton(tr("Random ring…"), page);
    random->setObjectName(QStringLiteral("openRandom"));
    random->setToolTip(tr("A simulated ring of your size, with nodes at random identifiers."));
    connect(textbook, &QPushButton::clicked, this, &StartPage::textbookRequested);
    connect(random, &QPushButton::clicked, this, &StartPage::randomRequested);
    auto *row = new QHBoxLayout;
    row->addWidget(textbook, 1);
    row->addWidget(random);
    return row;
}

QLayout *StartPage::makeConnect(QWidget *page)
{
    auto *row = new QHBoxLayout;
    m_address = new QLineEdit(page);
    m_address->setObjectName(QStringLiteral("address"));
    m_address->setPlaceholderText(QStringLiteral("127.0.0.1:11000"));
    m_address->setAccessibleName(tr("Address of a node, host:port"));
    auto *connectButton = new QPushButton(tr("Connect to a node"), page);
    connectButton->setObjectName(QStringLiteral("connectToNode"));
    row->addWidget(m_address, 1);
    row->addWidget(connectButton);
    const auto connectNow = [this] {
        const QString typed = m_address->text().trimmed();
        Q_EMIT connectRequested(typed.isEmpty() ? m_address->placeholderText() : typed);
    };
    connect(connectButton, &QPushButton::clicked, this, connectNow);
    connect(m_address, &QLineEdit::returnPressed, this, connectNow);
    return row;
}

void StartPage::setKept(const std::vector<Kept> &rings)
{
    while (QLayoutItem *item = m_kept->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // its own button may be calling
        delete item;
    }
    for (size_t i = 0; i < std::min(rings.size(), size_t(keptMax)); ++i)
        m_kept->addWidget(makeKeptRow(rings[i]));
}

QWidget *StartPage::makeKeptRow(const Kept &ring)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    const QString when = locale().toString(ring.usedAt, QLocale::ShortFormat);
    auto *reopen =
        new QPushButton(tr("Reopen: %n nodes, %1", "of a kept ring; when it was used", ring.nodes).arg(when), row);
    reopen->setObjectName(QStringLiteral("reopenRing"));
    auto *forget = new QPushButton(tr("Delete"), row);
    forget->setObjectName(QStringLiteral("forgetRing"));
    forget->setToolTip(tr("Delete this ring and its data"));
    connect(reopen, &QPushButton::clicked, this, [this, folder = ring.folder] { Q_EMIT reopenRequested(folder); });
    connect(forget, &QPushButton::clicked, this, [this, folder = ring.folder] { Q_EMIT forgetRequested(folder); });
    layout->addWidget(reopen, 1);
    layout->addWidget(forget);
    return row;
}

QWidget *StartPage::makeProgress()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    m_progressText = new QLabel(page);
    m_progressText->setTextFormat(Qt::PlainText);
    m_progressText->setWordWrap(true);
    m_progressText->setAlignment(Qt::AlignHCenter);
    m_progress = new QProgressBar(page);
    m_progress->setTextVisible(false);
    auto *cancel = new QPushButton(tr("Cancel"), page);
    cancel->setObjectName(QStringLiteral("cancelStart"));
    connect(cancel, &QPushButton::clicked, this, &StartPage::cancelRequested);
    layout->addStretch();
    layout->addWidget(m_progressText);
    layout->addWidget(m_progress);
    layout->addWidget(cancel, 0, Qt::AlignHCenter);
    layout->addStretch();
    return page;
}

void StartPage::showChoices()
{
    m_pages->setCurrentIndex(0);
}

void StartPage::showProgress(const QString &text, int done, int total)
{
    m_progressText->setText(text);
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    m_pages->setCurrentIndex(1);
}

bool StartPage::isShowingProgress() const
{
    return m_pages->currentIndex() == 1;
}

void StartPage::setAddress(const QString &address)
{
    m_address->setText(address);
}

} // namespace monitor
