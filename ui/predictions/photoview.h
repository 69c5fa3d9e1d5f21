#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

class QAction;

namespace inceptoscope {

class PictureScaler;

/// What a PhotoView shows, to be drawn at its own size.
struct ShownPhoto
{
    QImage picture; ///< the photo, or the crop alone
    QRectF frame; ///< around what the network sees, in pixels of the picture; empty: all of it
    QImage overlay; ///< over that; null: nothing
    double opacity = 1.0;
};

/// On a worker: photos are large.
QImage drawn(const ShownPhoto &photo);

/// A photo, whole, with a frame around what the network sees of it; or that crop alone. However
/// large the photo, the window goes on meanwhile: it is scaled on a worker, and what was shown
/// before stays until that is done.
class PhotoView : public QWidget
{
    Q_OBJECT

public:
    explicit PhotoView(QWidget *parent = nullptr);

    /// Null: there is nothing to see of it.
    void setPicture(const QImage &picture);
    const QImage &picture() const { return m_picture; }
    /// In pixels of the picture; empty: no frame.
    void setCropFrame(const QRectF &frame);
    QRectF cropFrame() const { return m_frame; }
    /// The very pixels the network saw; null: not known.
    void setCrop(const QImage &crop);
    const QImage &crop() const { return m_crop; }
    /// Lies over what the network saw, in the photo and alone; null: nothing. `opacity` is 0 to 1.
    void setOverlay(const QImage &overlay, double opacity);
    bool hasOverlay() const { return !m_overlay.isNull(); }
    const QImage &overlay() const { return m_overlay; }
    double overlayOpacity() const { return m_opacity; }

    /// "Show what the network sees": checked while the crop is shown instead of the photo. C
    /// triggers it in the view.
    QAction *cropAction() const { return m_cropAction; }
    bool showsCrop() const;
    ShownPhoto shown() const;
    /// The photo as it stands on the screen is the one that was set, and sharp.
    bool isSettled() const;
    /// Why the photo cannot be drawn, which stands in its place; empty: it can.
    QString problem() const { return m_problem; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void settled();
    void changed(); ///< what was set
    void enlargeRequested(); ///< by double click or Enter, where there is a photo

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showScaled(const QImage &scaled, qint64 key);
    void showProblem(const QString &sentence, qint64 key);
    void setProblem(const QString &sentence);
    void requestScaled();
    QSize fittedPixels(QSize picture) const;
    QRectF placeOf(QSize picture) const;
    void paintPhoto(QPainter &painter) const;
    void paintCrop(QPainter &painter) const;
    void paintFocus(QPainter &painter) const;
    void paintPlaceholder(QPainter &painter) const;
    void paintProblem(QPainter &painter) const;

    QImage m_picture;
    QImage m_scaled; ///< of `m_picture` or, until that is ready, of the one before
    qint64 m_scaledKey = 0;
    qint64 m_requestedKey = 0;
    QSize m_requestedSize;
    QString m_problem;
    QRectF m_frame;
    QImage m_crop;
    QImage m_overlay;
    double m_opacity = 1.0;
    PictureScaler *m_scaler;
    QAction *m_cropAction;
};

} // namespace inceptoscope
