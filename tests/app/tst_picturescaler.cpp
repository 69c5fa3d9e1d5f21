#include "images/picturescaler.h"
#include "support/await.h"
#include "support/plainphotos.h"

#include <QColorSpace>
#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestPictureScaler : public QObject
{
    Q_OBJECT

private slots:
    void scalesToTheSizeAskedFor()
    {
        PictureScaler scaler;
        QSignalSpy scaled(&scaler, &PictureScaler::scaled);
        const QImage red = plainPicture({400, 300}, Qt::red);
        scaler.request(red, {40, 30});
        QCOMPARE(scaled.count(), 0);
        AWAIT_EQUAL(scaled.count(), 1);
        const auto result = scaled.first().at(0).value<QImage>();
        QCOMPARE(result.size(), QSize(40, 30));
        QCOMPARE(result.pixelColor(20, 15), QColor(Qt::red));
        QCOMPARE(scaled.first().at(1).toLongLong(), red.cacheKey());
    }

    void appliesTheColourProfile()
    {
        PictureScaler scaler;
        QSignalSpy scaled(&scaler, &PictureScaler::scaled);
        QImage picture = plainPicture({20, 20}, QColor(102, 153, 51));
        picture.setColorSpace(QColorSpace::DisplayP3);
        scaler.request(picture, {10, 10});
        AWAIT_EQUAL(scaled.count(), 1);
        const QColor shown = scaled.first().at(0).value<QImage>().pixelColor(5, 5);
        QVERIFY2(shown.red() < 90 && shown.blue() < 30, qPrintable(shown.name()));
    }

    void theNewestRequestWins()
    {
        PictureScaler scaler;
        QSignalSpy scaled(&scaler, &PictureScaler::scaled);
        const QImage last = plainPicture({10, 10}, Qt::blue);
        scaler.request(plainPicture({2000, 2000}, Qt::red), {1000, 1000});
        scaler.request(plainPicture({3000, 2000}, Qt::green), {1000, 1000});
        scaler.request(last, {5, 5});
        AWAIT_EQUAL(scaled.count(), 1);
        QCOMPARE(scaled.first().at(1).toLongLong(), last.cacheKey());
        scaler.request(last, {7, 7});
        AWAIT_EQUAL(scaled.count(), 2);
        QCOMPARE(scaled.last().at(0).value<QImage>().size(), QSize(7, 7));
    }

    void whatIsCancelledIsNotAnswered()
    {
        PictureScaler scaler;
        QSignalSpy scaled(&scaler, &PictureScaler::scaled);
        const QImage next = plainPicture({10, 10}, Qt::blue);
        scaler.request(plainPicture({2000, 2000}, Qt::red), {1000, 1000});
        scaler.cancel();
        scaler.request({}, {10, 10});
        scaler.request(next, {});
        scaler.request(next, {4, 4}); // served after what was cancelled has ended
        AWAIT_EQUAL(scaled.count(), 1);
        QCOMPARE(scaled.first().at(1).toLongLong(), next.cacheKey());
    }

    void whatHasNoRoomIsTold()
    {
        PictureScaler scaler;
        QSignalSpy scaled(&scaler, &PictureScaler::scaled);
        QSignalSpy failed(&scaler, &PictureScaler::failed);
        const QImage tooWide = unscalablePicture();
        scaler.request(tooWide, {40, 30});
        AWAIT_EQUAL(failed.count(), 1);
        QCOMPARE(failed.first(),
                 (QVariantList{"There is not enough memory to draw this photo; close other "
                               "programs and choose it again",
                               tooWide.cacheKey()}));
        QCOMPARE(scaled.count(), 0);
        scaler.request(plainPicture({10, 10}, Qt::blue), {5, 5});
        AWAIT_EQUAL(scaled.count(), 1);
    }

    void mayGoWhileItWorks()
    {
        auto scaler = std::make_unique<PictureScaler>();
        QSignalSpy scaled(scaler.get(), &PictureScaler::scaled);
        scaler->request(plainPicture({3000, 3000}, Qt::red), {2000, 2000});
        scaler.reset();
        QCoreApplication::processEvents();
        QCOMPARE(scaled.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPictureScaler)
#include "tst_picturescaler.moc"
