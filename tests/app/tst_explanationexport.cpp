#include "explain/explanationexport.h"
#include "render/mappicture.h"
#include "render/saliencyimage.h"
#include "support/await.h"
#include "support/tinymodel.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// Of a white crop of 75 × 75.
ExplanationPtr explanation()
{
    QImage crop(75, 75, QImage::Format_RGB32);
    crop.fill(Qt::white);
    const auto answer = std::make_shared<const Answer>(
        Answer{1, buildDescribed(tinyDescription()).value(), crop, {}, {{0, "tench", 1.0}}});
    Explanation made;
    made.request.answer = answer;
    made.request.method = SaliencyMethod::Occlusion;
    made.map = {SaliencyMethod::Occlusion, 0, {}, {1, 2}, 75.0, 37.5, {-0.5F, 1.25F}};
    made.picture = saliencyImage(made.map, crop.size());
    return std::make_shared<const Explanation>(made);
}

/// Whether a row of pixels is in a picture.
bool holds(const QImage &picture, const QImage &row)
{
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x + row.width() <= picture.width(); ++x) {
            if (picture.copy(x, y, row.width(), 1) == row)
                return true;
        }
    }
    return false;
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ExplanationExportTest : public QObject
{
    Q_OBJECT

private slots:
    void aPictureIsCopied()
    {
        ExplanationExport out;
        QSignalSpy finished(&out, &ExplanationExport::finished);
        out.copy(explanation(), 0.5);
        AWAIT_EQUAL(finished.count(), 1);
        const QImage copied = QGuiApplication::clipboard()->image();
        QCOMPARE(finished.first().first().toString(),
                 QStringLiteral("Copied the map over the photo, %1 × %2 pixels.")
                     .arg(copied.width())
                     .arg(copied.height()));
    }

    void aPictureIsSaved()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("why.png");
        ExplanationExport out;
        QSignalSpy finished(&out, &ExplanationExport::finished);
        out.savePng(path, explanation(), 0.5);
        AWAIT_EQUAL(finished.count(), 1);
        const QImage saved = QImage(path).convertToFormat(QImage::Format_RGB32);
        QVERIFY(finished.first().first().toString().endsWith(
            QStringLiteral("why.png, %1 × %2 pixels.").arg(saved.width()).arg(saved.height())));
        QCOMPARE(saved.copy(0, 0, 525, 525),
                 saliencyOver(explanation()->request.answer->crop, explanation()->map, 0.5));
        QVERIFY(saved.height() > 525); // what it is, and what its colours stand for
        const QImage bar = colourBar(coloursOf(explanation()->map.method), {128, 1});
        QVERIFY(holds(saved.copy(0, 525, saved.width(), saved.height() - 525), bar));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"why.png"});
    }

    /// A sentence takes the place of what colours stand for.
    void aMapOfZerosIsSaved()
    {
        const QTemporaryDir folder;
        Explanation zero = *explanation();
        zero.map.values = {0.0F, 0.0F};
        ExplanationExport out;
        QSignalSpy finished(&out, &ExplanationExport::finished);
        const auto saved = [&](const QString &name, const ExplanationPtr &shown) {
            const qsizetype before = finished.count();
            out.savePng(folder.filePath(name), shown, 0.5);
            [&] { AWAIT(finished.count() > before); }();
            return QImage(folder.filePath(name)).convertToFormat(QImage::Format_RGB32);
        };
        const QImage picture = saved("zero.png", std::make_shared<const Explanation>(zero));
        QCOMPARE(picture.height(), saved("why.png", explanation()).height());
        const QImage bar = colourBar(coloursOf(zero.map.method), {128, 1});
        QVERIFY(!holds(picture.copy(0, 525, picture.width(), picture.height() - 525), bar));
    }

    void valuesAreSaved()
    {
        const QTemporaryDir folder;
        ExplanationExport out;
        QSignalSpy finished(&out, &ExplanationExport::finished);
        out.saveNpy(folder.filePath("why.npy"), explanation());
        AWAIT_EQUAL(finished.count(), 1);
        QVERIFY(finished.first().first().toString().endsWith("why.npy, the values of 1×2 cells."));
        const QByteArray bytes = contentsOf(folder.filePath("why.npy"));
        QVERIFY(bytes.contains("'shape': (1, 2)"));
        QCOMPARE(bytes.size(), 128 + 2 * 4);
        out.saveCsv(folder.filePath("why.csv"), explanation());
        AWAIT_EQUAL(finished.count(), 2);
        QCOMPARE(contentsOf(folder.filePath("why.csv")), "row,column,value\n0,0,-0.5\n0,1,1.25\n");
    }

    void aFailureIsTold()
    {
        ExplanationExport out;
        QSignalSpy failed(&out, &ExplanationExport::failed);
        const QString path = "/nowhere/why";
        out.savePng(path + ".png", explanation(), 0.5);
        AWAIT_EQUAL(failed.count(), 1);
        out.saveNpy(path + ".npy", explanation());
        AWAIT_EQUAL(failed.count(), 2);
        out.saveCsv(path + ".csv", explanation());
        AWAIT_EQUAL(failed.count(), 3);
        for (const QList<QVariant> &sentence : failed)
            QVERIFY(sentence.first().toString().contains("/nowhere/why"));
    }
};

QTEST_MAIN(ExplanationExportTest)
#include "tst_explanationexport.moc"
