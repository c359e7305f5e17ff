// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Chord paper's experiments in small, with the tolerances that the full ones must keep (TON, section VI), and the
// figures drawn of them.

#include "sim/paper/paper_figure.h"

#include <QXmlStreamReader>
#include <QtTest>

using namespace sim;

namespace {

const PaperFigure *figureNamed(const PaperRow &row, const QByteArray &name)
{
    for (const PaperFigure &figure : row.figures) {
        if (figure.name == name)
            return &figure;
    }
    return nullptr;
}

bool isWithin(double value, double of, double share)
{
    return std::abs(value - of) <= of * share;
}

QByteArray textOf(const PaperResult &result)
{
    QByteArray text = result.experiment;
    for (const PaperRow &row : result.rows) {
        text += '\n' + row.parameter + ' ' + QByteArray::number(quint64(row.samples));
        for (const PaperFigure &figure : row.figures)
            text += ' ' + figure.name + '=' + QByteArray::number(figure.measured.mean, 'g', 17);
    }
    return text;
}

} // namespace

class TestPaperExperiments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void percentiles();
    void failures();
    void pathLength();
    void oneRing();
    void churn();
    void balance();
    void virtualNodes();
    void sameSeedSameFigures();
    void endsWhenTold();
    void drawing();
};

void TestPaperExperiments::percentiles()
{
    std::vector<double> values;
    for (int i = 100; i >= 0; --i)
        values.push_back(i);
    const Statistic result = statistic(values);
    QCOMPARE(result.mean, 50.0);
    QCOMPARE(*result.p1, 1.0);
    QCOMPARE(*result.p99, 99.0);
    QVERIFY(!statistic({}).p1);
}

// Table II.
void TestPaperExperiments::failures()
{
    PaperSettings settings;
    settings.lookups = 1000;
    const PaperResult result = paperFailures(settings);
    QCOMPARE(result.rows.size(), size_t(6));
    for (const PaperRow &row : result.rows) {
        QCOMPARE(row.samples, size_t(1000));
        const PaperFigure &path = *figureNamed(row, "pathLength");
        QVERIFY2(isWithin(path.measured.mean, path.paper.mean, 0.05), textOf(result));
        QVERIFY(std::abs(*path.measured.p1 - *path.paper.p1) <= 2);
        QVERIFY(std::abs(*path.measured.p99 - *path.paper.p99) <= 2);
        const PaperFigure &timeouts = *figureNamed(row, "timeouts");
        QVERIFY2(isWithin(timeouts.measured.mean, timeouts.paper.mean, 0.15) || timeouts.measured.mean < 0.02,
                 textOf(result));
        QCOMPARE(figureNamed(row, "failuresPer10k")->measured.mean, 0.0);
    }
}

// Fig. 10.
void TestPaperExperiments::pathLength()
{
    PaperSettings settings;
    settings.lookups = 4000;
    settings.nodesMost = 512;
    const PaperResult result = paperPathLength(settings);
    QCOMPARE(result.rows.size(), size_t(7));
    QCOMPARE(result.variants.size(), size_t(2));
    for (const PaperRow &row : result.rows) {
        const PaperFigure &path = row.figures.front();
        QCOMPARE(path.paper.mean, std::log2(row.parameter.toDouble()) / 2);
        const double tolerance = row.parameter.toInt() < 128 ? 0.08 : 0.05;
        QVERIFY2(isWithin(path.measured.mean, path.paper.mean, tolerance), textOf(result));
        QVERIFY(path.variants[0]->mean < path.measured.mean);
        QVERIFY2(isWithin(path.variants[1]->mean, path.paper.mean, 0.035), row.parameter);
    }
}

void TestPaperExperiments::oneRing()
{
    PaperSettings settings;
    settings.lookups = 100;
    settings.nodesOnly = 100;
    settings.variants = false;
    const PaperResult result = paperPathLength(settings);
    QCOMPARE(result.rows.size(), size_t(1));
    QCOMPARE(result.rows.front().parameter, QByteArray("100"));
    QVERIFY(result.rows.front().figures.front().variants.empty());
}

// Table III, the first row and no more: churn takes its time.
void TestPaperExperiments::churn()
{
    PaperSettings settings;
    settings.lookups = 300;
    settings.variants = false;
    settings.progress = [](double part) { return part <= 1.0 / 8; };
    const PaperResult result = paperChurn(settings);
    QVERIFY(result.cancelled);
    QCOMPARE(result.rows.size(), size_t(1));
    const PaperFigure &path = *figureNamed(result.rows.front(), "pathLength");
    QVERIFY2(isWithin(path.measured.mean, path.paper.mean, 0.1), textOf(result));
    QCOMPARE(figureNamed(result.rows.front(), "failuresPer10k")->measured.mean, 0.0);
}

// Fig. 8: the fullest of 10,000 gaps is 9.8 times the mean on average, give or take 1.3.
void TestPaperExperiments::balance()
{
    PaperSettings settings;
    settings.draws = 8;
    const PaperResult result = paperBalance(settings);
    const PaperFigure &load = *figureNamed(result.rows.front(), "load");
    QVERIFY2(isWithin(*load.measured.p99, 4.6, 0.1), textOf(result));
    const PaperFigure &fullest = *figureNamed(result.rows.front(), "loadMost");
    QVERIFY2(std::abs(fullest.measured.mean - 9.8) < 3 * 1.3 / std::sqrt(8), textOf(result));
    QVERIFY(*fullest.measured.p1 < fullest.paper.mean);
}

// Fig. 9.
void TestPaperExperiments::virtualNodes()
{
    PaperSettings settings;
    settings.draws = 1;
    const PaperResult result = paperVirtualNodes(settings);
    QCOMPARE(result.rows.size(), size_t(5));
    const Statistic &many = result.rows.back().figures.front().measured;
    QVERIFY2(isWithin(*many.p99, 1.6, 0.1), textOf(result));
    QVERIFY2(isWithin(*many.p1, 0.5, 0.15), textOf(result));
}

void TestPaperExperiments::sameSeedSameFigures()
{
    PaperSettings settings;
    settings.lookups = 200;
    settings.nodesOnly = 50;
    const QByteArray first = textOf(paperPathLength(settings));
    QCOMPARE(textOf(paperPathLength(settings)), first);
    settings.seed = 2;
    QVERIFY(textOf(paperPathLength(settings)) != first);
}

void TestPaperExperiments::endsWhenTold()
{
    for (const auto experiment : {paperPathLength, paperFailures, paperChurn, paperBalance, paperVirtualNodes}) {
        PaperSettings settings;
        settings.progress = [](double) { return false; };
        const PaperResult result = experiment(settings);
        QVERIFY2(result.cancelled, result.experiment);
        QVERIFY(result.rows.size() < 2);
        QVERIFY(!toSvg(figureOf(result)).isEmpty());
    }
}

void TestPaperExperiments::drawing()
{
    PaperResult result{"failures", "TON & others", "share <p>", "lookups", {}, {}, {}, false};
    result.variants = {{"other way", "differs"}};
    for (const char *parameter : {"0", "0.5"})
        result.rows.push_back(
            {parameter, {{"pathLength", "path length", {4, 2, 6}, {4.1, 2, 7}, {Statistic{5, {}, {}}}}}, 100});
    std::map<QString, int> points;
    QStringList texts;
    QString series;
    QXmlStreamReader xml(toSvg(figureOf(result)));
    while (!xml.atEnd()) {
        xml.readNext();
        const QString kind = xml.attributes().value("class").toString();
        if (xml.isStartElement() && xml.name() == QLatin1String("g"))
            series = kind;
        if (xml.isStartElement() && kind == QLatin1String("point"))
            ++points[series];
        if (xml.isStartElement() && xml.name() == QLatin1String("text"))
            texts.append(xml.readElementText());
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(points["series paper"], 2);
    QCOMPARE(points["series measured"], 2);
    QCOMPARE(points["series other-way"], 2);
    for (const char *text : {"paper", "measured", "other way", "share <p>", "path length", "0.5"})
        QVERIFY2(texts.contains(QLatin1String(text)), text);
}

QTEST_GUILESS_MAIN(TestPaperExperiments)
#include "tst_paper_experiments.moc"
