// SPDX-License-Identifier: GPL-3.0-or-later
//
// No wizard: each choice is one button that does it.

#include "panels/start_page.h"

#include "model/names.h"
#include "model/type_scale.h"
#include "panels/start_card.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPixmap>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace monitor {

namespace {

constexpr int nodesDefault = 5;
constexpr int nodesMax = 64; // local processes
constexpr int cardGap = 20;
constexpr int cardStretch = 1000; // cards take the width first, up to their largest
constexpr int progressWidth = 380;

// A row of a list in a card: a button that looks like a link.
QPushButton *makeRow(const QString &text, const QString &name, QWidget *parent)
{
    auto *row = new QPushButton(text, parent);
    row->setObjectName(name);
    row->setFlat(true);
    row->setCursor(Qt::PointingHandCursor);
    row->setStyleSheet(QStringLiteral("QPushButton { text-align: left; padding: 3px 6px; color: palette(link); }"
                                      "QPushButton:hover, QPushButton:focus { text-decoration: underline; }"));
    return row;
}

// Its widgets may be calling: they are destroyed later.
void empty(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_pages->addWidget(makeChoices());
    m_pages->addWidget(makeProgress());
    auto *scroll = new QScrollArea(this); // the cards must not keep a window from being small
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_pages);
    layout->addWidget(scroll);
}

QWidget *StartPage::makeChoices()
{
    auto *page = new QWidget(this);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(cardGap);
    cards->addStretch(1);
    for (StartCard *card : {makeRun(page), makeLearn(page), makeConnect(page)})
        cards->addWidget(card, cardStretch);
    cards->addStretch(1);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addLayout(cards);
    layout->addStretch(2);
    return page;
}

StartCard *StartPage::makeRun(QWidget *page)
{
    auto *card = new StartCard(CardPicture::Subject::Run, tr("Run a ring"),
                               tr("Real nodes on this computer. They are stopped with this window."), page);
    m_local = new QPushButton(card);
    m_local->setObjectName(QStringLiteral("startLocal"));
    m_local->setDefault(true);
    m_count = new QSpinBox(card);
    m_count->setRange(1, nodesMax);
    m_count->setValue(nodesDefault);
    m_count->setAccessibleName(tr("Nodes of the local ring"));
    const auto nameLocal = [this] {
        m_local->setText(tr("Start a local ring of %n nodes", nullptr, m_count->value()));
    };
    nameLocal();
    connect(m_count, &QSpinBox::valueChanged, this, nameLocal);
    auto *row = new QHBoxLayout;
    row->addWidget(m_local, 1);
    row->addWidget(m_count);
    m_keeps = new QCheckBox(tr("Keep this ring's data"), card);
    m_keeps->setObjectName(QStringLiteral("keepData"));
    m_keeps->setToolTip(tr("Its nodes write to disk, and the ring can be opened again with all its keys."));
    connect(m_local, &QPushButton::clicked, this,
            [this] { Q_EMIT localRequested(m_count->value(), m_keeps->isChecked()); });
    card->rows()->addLayout(row);
    card->rows()->addWidget(m_keeps);
    m_keptCaption = card->addCaption(tr("Rings that were kept"));
    m_keptCaption->hide();
    m_kept = new QVBoxLayout;
    card->rows()->addLayout(m_kept);
    return card;
}

StartCard *StartPage::makeLearn(QWidget *page)
{
    auto *card = new StartCard(CardPicture::Subject::Learn, tr("Learn Chord"),
                               tr("The example of the Chord paper, simulated; it can be paused and stepped."), page);
    auto *textbook = new QPushButton(tr("Open the textbook ring"), card);
    textbook->setObjectName(QStringLiteral("openTextbook"));
    auto *random = new QPushButton(tr("Random ring…"), card);
    random->setObjectName(QStringLiteral("openRandom"));
    random->setToolTip(tr("A simulated ring of your size, with nodes at random identifiers."));
    connect(textbook, &QPushButton::clicked, this, &StartPage::textbookRequested);
    connect(random, &QPushButton::clicked, this, &StartPage::randomRequested);
    auto *row = new QHBoxLayout;
    row->addWidget(textbook, 1);
    row->addWidget(random);
    card->rows()->addLayout(row);
    card->addCaption(tr("Lessons"));
    m_lessons = new QVBoxLayout;
    m_lessons->setSpacing(0);
    card->rows()->addLayout(m_lessons);
    return card;
}

StartCard *StartPage::makeConnect(QWidget *page)
{
    auto *card = new StartCard(CardPicture::Subject::Connect, tr("Connect"),
                               tr("Any node of a running ring; the other nodes are discovered."), page);
    m_address = new QLineEdit(card);
    m_address->setObjectName(QStringLiteral("address"));
    m_address->setFont(monospacedFont(font()));
    m_address->setPlaceholderText(QStringLiteral("127.0.0.1:11000"));
    m_address->setAccessibleName(tr("Address of a node, host:port"));
    auto *connectButton = new QPushButton(tr("Connect to a node"), card);
    connectButton->setObjectName(QStringLiteral("connectToNode"));
    card->rows()->addWidget(m_address);
    card->rows()->addWidget(connectButton);
    m_bookmarksCaption = card->addCaption(tr("Bookmarks"));
    m_bookmarksCaption->hide();
    m_bookmarks = new QVBoxLayout;
    m_bookmarks->setSpacing(0);
    card->rows()->addLayout(m_bookmarks);
    m_recentCaption = card->addCaption(tr("Recent addresses"));
    m_recentCaption->hide();
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);
    card->rows()->addLayout(m_recent);
    const auto connectNow = [this] {
        const QString typed = m_address->text().trimmed();
        Q_EMIT connectRequested(typed.isEmpty() ? m_address->placeholderText() : typed);
    };
    connect(connectButton, &QPushButton::clicked, this, connectNow);
    connect(m_address, &QLineEdit::returnPressed, this, connectNow);
    return card;
}

void StartPage::setRecent(const QStringList &addresses)
{
    empty(m_recent);
    m_recentCaption->setVisible(!addresses.isEmpty());
    for (const QString &address : addresses.first(std::min<qsizetype>(addresses.size(), recentMax))) {
        QPushButton *row = makeRow(address, QStringLiteral("recentAddress"), this);
        row->setFont(monospacedFont(font()));
        connect(row, &QPushButton::clicked, this, [this, address] { Q_EMIT connectRequested(address); });
        m_recent->addWidget(row);
    }
}

void StartPage::setBookmarks(const std::vector<Named> &bookmarks)
{
    empty(m_bookmarks);
    m_bookmarksCaption->setVisible(!bookmarks.empty());
    for (const Named &bookmark : bookmarks) {
        QPushButton *row = makeRow(bookmark.name, QStringLiteral("bookmark"), this);
        QPixmap mark(12, 12);
        mark.fill(bookmark.colour);
        row->setIcon(mark);
        row->setToolTip(plainTip(bookmark.address));
        connect(row, &QPushButton::clicked, this,
                [this, address = bookmark.address] { Q_EMIT connectRequested(address); });
        m_bookmarks->addWidget(row);
    }
}

void StartPage::setLessons(const QStringList &titles)
{
    empty(m_lessons);
    for (int number = 1; number <= titles.size(); ++number) {
        QPushButton *row = makeRow(titles[number - 1], QStringLiteral("openLesson"), this);
        connect(row, &QPushButton::clicked, this, [this, number] { Q_EMIT lessonRequested(number); });
        m_lessons->addWidget(row);
    }
}

void StartPage::setKept(const std::vector<Kept> &rings)
{
    empty(m_kept);
    m_keptCaption->setVisible(!rings.empty());
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
    auto *box = new QWidget(page);
    box->setFixedWidth(progressWidth);
    auto *layout = new QVBoxLayout(box);
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
    auto *centre = new QHBoxLayout(page);
    centre->addWidget(box);
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
