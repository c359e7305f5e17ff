// SPDX-License-Identifier: GPL-3.0-or-later
//
// Drawn with the palette's base colour, which stands out from the window in both themes.

#include "panels/start_card.h"

#include "model/type_scale.h"

#include <QLabel>
#include <QVBoxLayout>

namespace monitor {

namespace {

constexpr int cardWidth = 330;
constexpr int padding = 16;

} // namespace

StartCard::StartCard(CardPicture::Subject subject, const QString &title, const QString &text, QWidget *parent)
    : QFrame(parent)
    , m_rows(new QVBoxLayout)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setMinimumWidth(cardWidth * 2 / 3);
    setMaximumWidth(cardWidth);
    auto *heading = new QLabel(title, this);
    heading->setFont(titleFont(font()));
    heading->setAlignment(Qt::AlignHCenter);
    auto *sentence = new QLabel(text, this);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->addWidget(new CardPicture(subject, this));
    layout->addSpacing(6);
    layout->addWidget(heading);
    layout->addWidget(sentence);
    layout->addSpacing(8);
    layout->addLayout(m_rows);
    layout->addStretch();
}

QLabel *StartCard::addCaption(const QString &text)
{
    auto *caption = new QLabel(text, this);
    caption->setFont(captionFont(font()));
    caption->setContentsMargins(0, 8, 0, 0);
    m_rows->addWidget(caption);
    return caption;
}

} // namespace monitor
