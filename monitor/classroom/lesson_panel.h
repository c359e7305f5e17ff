// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lesson beside the ring: the question, Run, the explanation, and Next. Everything can be reached with the keyboard;
// the focus moves to the next control to use.
#pragma once

#include <QWidget>

class QButtonGroup;
class QGroupBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QTableWidget;
class QVBoxLayout;

namespace monitor {

class LessonRunner;

class LessonPanel : public QWidget {
    Q_OBJECT
public:
    // runner outlives the panel.
    explicit LessonPanel(LessonRunner *runner, QWidget *parent = nullptr);

private:
    void addHead(QVBoxLayout *layout);
    void addQuestion(QVBoxLayout *layout);
    void addOutcome(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void refresh();
    void showHead();
    void showChoices();
    void showOutcome();
    void showResults();
    void showButtons();
    void moveFocus();
    QString verdict() const;

    LessonRunner *m_runner;
    int m_shownStep = -1; // whose choices stand in the box
    QScrollArea *m_scroll;
    QLabel *m_title;
    QProgressBar *m_progress;
    QLabel *m_stepTitle;
    QLabel *m_text;
    QGroupBox *m_question;
    QVBoxLayout *m_choicesLayout;
    QButtonGroup *m_choices;
    QLabel *m_verdict;
    QLabel *m_explanation;
    QTableWidget *m_results;
    QPushButton *m_run;
    QPushButton *m_next;
    QPushButton *m_restart;
    QPushButton *m_close;
};

} // namespace monitor
