// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page in the centre when no ring is open: three ways to begin, and the progress of a ring that is starting, with
// Cancel.
#pragma once

#include <QDateTime>
#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QVBoxLayout;

namespace monitor {

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    void showChoices();
    // A local ring that can be opened again.
    struct Kept {
        QString folder; // names it
        int nodes = 0;
        QDateTime usedAt;
    };
    static constexpr int keptMax = 3; // more are not listed
    void setKept(const std::vector<Kept> &rings);
    // "3 of 5 joined, stabilizing"
    void showProgress(const QString &text, int done, int total);
    bool isShowingProgress() const;
    void setAddress(const QString &address);

Q_SIGNALS:
    void localRequested(int nodes, bool keepsData);
    void reopenRequested(const QString &folder);
    void forgetRequested(const QString &folder); // a kept ring, with its data
    void textbookRequested();
    void randomRequested();
    void connectRequested(const QString &address);
    void cancelRequested();

private:
    QWidget *makeChoices();
    QWidget *makeProgress();
    QLayout *makeLocal(QWidget *page);
    QLayout *makeSimulated(QWidget *page);
    QLayout *makeConnect(QWidget *page);
    QWidget *makeKeptRow(const Kept &ring);

    QStackedWidget *m_pages;
    QPushButton *m_local;
    QSpinBox *m_count;
    QCheckBox *m_keeps;
    QVBoxLayout *m_kept; // a row for each
    QLineEdit *m_address;
    QLabel *m_progressText;
    QProgressBar *m_progress;
};

} // namespace monitor
