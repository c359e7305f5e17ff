// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page in the centre when no ring is open: three ways to begin, and the progress of a ring that is starting, with
// Cancel.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace monitor {

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    void showChoices();
    // "3 of 5 joined, stabilizing"
    void showProgress(const QString &text, int done, int total);
    bool isShowingProgress() const;
    void setAddress(const QString &address);

Q_SIGNALS:
    void localRequested(int nodes);
    void textbookRequested();
    void randomRequested();
    void connectRequested(const QString &address);
    void cancelRequested();

private:
    QWidget *makeChoices();
    QWidget *makeProgress();

    QStackedWidget *m_pages;
    QPushButton *m_local;
    QSpinBox *m_count;
    QLineEdit *m_address;
    QLabel *m_progressText;
    QProgressBar *m_progress;
};

} // namespace monitor
