// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function builds each part and one refreshes it; after any change all parts are refreshed.

#include "classroom/lesson_panel.h"

#include "classroom/lesson_runner.h"
#include "model/type_scale.h"

#include <QApplication>
#include <QButtonGroup>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace monitor {

namespace {

enum Column { NodesColumn, LookupsColumn, MeasuredColumn, ExpectedColumn, ColumnCount };

constexpr int rowPaddingPx = 6;

QLabel *wrappedLabel(const QString &name, QVBoxLayout *layout)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    layout->addWidget(label);
    return label;
}

void setTextOrHide(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

LessonPanel::LessonPanel(LessonRunner *runner, QWidget *parent)
    : QWidget(parent)
    , m_runner(runner)
{
    setAccessibleName(tr("Lesson"));
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    addHead(layout);
    addQuestion(layout);
    addOutcome(layout);
    layout->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll, 1);
    addButtons(outer);
    connect(runner, &LessonRunner::changed, this, &LessonPanel::refresh);
    refresh();
}

void LessonPanel::addHead(QVBoxLayout *layout)
{
    m_title = wrappedLabel(QStringLiteral("lessonTitle"), layout);
    m_title->setFont(titleFont(m_title->font()));
    m_progress = new QProgressBar;
    m_progress->setAccessibleName(tr("Progress of the lesson"));
    m_progress->setFormat(tr("Step %v of %m"));
    layout->addWidget(m_progress);
    m_stepTitle = wrappedLabel(QStringLiteral("stepTitle"), layout);
    m_stepTitle->setFont(headingFont(m_stepTitle->font()));
    m_text = wrappedLabel(QStringLiteral("stepText"), layout);
}

void LessonPanel::addQuestion(QVBoxLayout *layout)
{
    m_question = new QGroupBox(tr("Prediction"));
    auto *box = new QVBoxLayout(m_question);
    auto *text = wrappedLabel(QStringLiteral("questionText"), box);
    text->setTextInteractionFlags(Qt::NoTextInteraction);
    m_choicesLayout = new QVBoxLayout;
    box->addLayout(m_choicesLayout);
    m_choices = new QButtonGroup(this);
    connect(m_choices, &QButtonGroup::idToggled, this, [this](int choice, bool isChosen) {
        if (isChosen && choice != m_runner->choice())
            m_runner->choose(choice);
    });
    layout->addWidget(m_question);
}

void LessonPanel::addOutcome(QVBoxLayout *layout)
{
    m_verdict = wrappedLabel(QStringLiteral("verdict"), layout);
    m_verdict->setFont(headingFont(m_verdict->font()));
    m_explanation = wrappedLabel(QStringLiteral("explanation"), layout);
    m_results = new QTableWidget(0, ColumnCount);
    m_results->setAccessibleName(tr("Measurements"));
    m_results->setHorizontalHeaderLabels({tr("Nodes N"), tr("Lookups"), tr("Asked"), tr("½ log₂ N")});
    m_results->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_results->verticalHeader()->hide();
    m_results->verticalHeader()->setDefaultSectionSize(m_results->fontMetrics().height() + rowPaddingPx);
    m_results->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_results->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_results->setTabKeyNavigation(false);
    layout->addWidget(m_results);
}

void LessonPanel::addButtons(QVBoxLayout *layout)
{
    const auto button = [](const QString &text, const QString &help) {
        auto *made = new QPushButton(text);
        made->setToolTip(help);
        made->setAccessibleDescription(help);
        made->setAutoDefault(true);
        return made;
    };
    m_run = button(tr("R&un"), tr("Run this step in the ring"));
    m_next = button(tr("Ne&xt"), tr("Go on to the next step"));
    m_restart = button(tr("Start &again"), tr("Start this lesson again with its initial ring"));
    m_close = button(tr("&End lesson"), tr("Leave the lesson; the ring stays as it is"));
    auto *first = new QHBoxLayout;
    first->addWidget(m_run);
    first->addWidget(m_next);
    auto *second = new QHBoxLayout;
    second->addWidget(m_restart);
    second->addWidget(m_close);
    auto *rows = new QVBoxLayout;
    rows->setContentsMargins(9, 0, 9, 9);
    rows->addLayout(first);
    rows->addLayout(second);
    layout->addLayout(rows);
    connect(m_run, &QPushButton::clicked, m_runner, &LessonRunner::run);
    connect(m_next, &QPushButton::clicked, m_runner, &LessonRunner::next);
    connect(m_restart, &QPushButton::clicked, m_runner, &LessonRunner::restart);
    connect(m_close, &QPushButton::clicked, m_runner, &LessonRunner::stop);
}

void LessonPanel::refresh()
{
    const bool hasFocus = isAncestorOf(QApplication::focusWidget());
    showHead();
    showChoices();
    showOutcome();
    showResults();
    showButtons();
    if (hasFocus)
        moveFocus();
    // Once it is laid out.
    if (m_runner->stage() == LessonRunner::Stage::Explained)
        QTimer::singleShot(0, this, [this] { m_scroll->ensureWidgetVisible(m_explanation); });
}

void LessonPanel::showHead()
{
    using Stage = LessonRunner::Stage;
    const Stage stage = m_runner->stage();
    const bool isOpen = stage != Stage::Idle;
    m_progress->setVisible(isOpen);
    if (!isOpen) {
        m_title->setText(tr("No lesson is open. Choose one in the menu Lessons."));
        m_stepTitle->hide();
        m_text->hide();
        return;
    }
    const Lesson &lesson = m_runner->lesson();
    m_title->setText(tr("Lesson %1: %2").arg(lesson.number).arg(lesson.title));
    m_progress->setRange(0, m_runner->stepCount());
    m_progress->setValue(m_runner->stepIndex() + 1);
    if (stage != Stage::Finished) {
        setTextOrHide(m_stepTitle, m_runner->step().title);
        setTextOrHide(m_text, m_runner->step().text);
        return;
    }
    setTextOrHide(m_stepTitle, tr("End of the lesson."));
    const QString score = m_runner->askedCount() > 0
        ? tr("%1 of %2 predictions were right.").arg(m_runner->rightCount()).arg(m_runner->askedCount())
        : QString();
    setTextOrHide(m_text, (lesson.summary + QLatin1Char('\n') + score).trimmed());
}

void LessonPanel::showChoices()
{
    using Stage = LessonRunner::Stage;
    const Stage stage = m_runner->stage();
    const bool hasQuestion = stage != Stage::Idle && stage != Stage::Finished && m_runner->step().question;
    m_question->setVisible(hasQuestion);
    if (!hasQuestion) {
        m_shownStep = -1;
        return;
    }
    const Question &question = *m_runner->step().question;
    const bool isOpen = stage == Stage::Asking || stage == Stage::Ready;
    if (m_shownStep != m_runner->stepIndex() || stage == Stage::Asking) {
        m_shownStep = m_runner->stepIndex();
        m_question->findChild<QLabel *>(QStringLiteral("questionText"))->setText(question.text);
        qDeleteAll(m_choices->buttons());
        for (int i = 0; i < int(question.choices.size()); ++i) {
            auto *choice = new QRadioButton(question.choices[size_t(i)]);
            m_choices->addButton(choice, i);
            m_choicesLayout->addWidget(choice);
            choice->show(); // now, so that it can have the focus
        }
    }
    for (QAbstractButton *choice : m_choices->buttons()) {
        choice->setEnabled(isOpen);
        choice->setChecked(m_choices->id(choice) == m_runner->choice());
    }
}

QString LessonPanel::verdict() const
{
    const int choice = m_runner->choice();
    if (!m_runner->step().question)
        return {};
    const Question &question = *m_runner->step().question;
    const QString &right = question.choices[size_t(question.right)];
    if (choice < 0)
        return tr("The answer: %1").arg(right);
    return choice == question.right ? tr("Right: %1").arg(right) : tr("Wrong. The answer: %1").arg(right);
}

void LessonPanel::showOutcome()
{
    using Stage = LessonRunner::Stage;
    QString verdictText;
    QString text;
    switch (m_runner->stage()) {
    case Stage::Running:
        text = m_runner->step().experiment ? tr("Measuring…") : tr("Running. Watch the ring.");
        break;
    case Stage::Explained:
        verdictText = verdict();
        text = m_runner->step().explanation;
        break;
    case Stage::Failed:
        verdictText = tr("The step failed.");
        text = tr("%1 Start the lesson again.").arg(m_runner->failure());
        break;
    default:
        break;
    }
    setTextOrHide(m_verdict, verdictText);
    setTextOrHide(m_explanation, text);
}

void LessonPanel::showResults()
{
    const std::vector<ResultRow> &rows = m_runner->results();
    m_results->setVisible(!rows.empty() && m_runner->stage() == LessonRunner::Stage::Explained);
    m_results->setRowCount(int(rows.size()));
    const QLocale locale;
    for (int i = 0; i < int(rows.size()); ++i) {
        const ResultRow &row = rows[size_t(i)];
        const QString cells[ColumnCount] = {locale.toString(row.nodes), locale.toString(row.lookups),
                                            locale.toString(row.measured, 'f', 2),
                                            locale.toString(row.expected, 'f', 2)};
        for (int column = 0; column < ColumnCount; ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_results->setItem(i, column, item);
        }
    }
}

void LessonPanel::showButtons()
{
    using Stage = LessonRunner::Stage;
    const Stage stage = m_runner->stage();
    const bool isOpen = stage != Stage::Idle;
    const bool canRun = stage == Stage::Asking || stage == Stage::Ready;
    m_run->setVisible(isOpen);
    m_next->setVisible(isOpen);
    m_restart->setVisible(isOpen);
    m_close->setVisible(isOpen);
    m_run->setEnabled(canRun);
    m_run->setText(stage == Stage::Asking ? tr("R&un without a prediction") : tr("R&un"));
    m_next->setEnabled(stage == Stage::Explained);
    const bool isLast = isOpen && m_runner->stepIndex() + 1 == m_runner->stepCount();
    m_next->setText(isLast ? tr("&Finish") : tr("Ne&xt"));
}

// It is not taken from elsewhere in the window.
void LessonPanel::moveFocus()
{
    if (m_runner->stage() == LessonRunner::Stage::Asking && !m_choices->buttons().isEmpty())
        m_choices->buttons().front()->setFocus();
    else if (m_next->isEnabled())
        m_next->setFocus();
}

} // namespace monitor
