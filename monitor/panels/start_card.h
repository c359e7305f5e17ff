// SPDX-License-Identifier: GPL-3.0-or-later
//
// One of the ways to begin on the start page: a picture, a title, what it is in a sentence, and below them what it
// takes.
#pragma once

#include "panels/card_picture.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace monitor {

class StartCard : public QFrame {
    Q_OBJECT
public:
    StartCard(CardPicture::Subject subject, const QString &title, const QString &text, QWidget *parent = nullptr);

    // For the card's own widgets and layouts; they follow each other from the top.
    QVBoxLayout *rows() const { return m_rows; }
    // A small heading for rows that follow.
    QLabel *addCaption(const QString &text);

private:
    QVBoxLayout *m_rows;
};

} // namespace monitor
