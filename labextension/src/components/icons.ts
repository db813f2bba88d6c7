import { LabIcon } from '@jupyterlab/ui-components';
import authorSvg from '../../style/icons/author.svg';
import lockSvg from '../../style/icons/lock.svg';
import sendSvg from '../../style/icons/send.svg';
import thumbDownSvg from '../../style/icons/thumb_down.svg';
import thumbUpSvg from '../../style/icons/thumb_up.svg';
import tutorSvg from '../../style/icons/tutor.svg';

export const tutorIcon = new LabIcon({
  name: 'jupyter-tutor:tutor',
  svgstr: tutorSvg
});
export const sendIcon = new LabIcon({
  name: 'jupyter-tutor:send',
  svgstr: sendSvg
});
export const lockIcon = new LabIcon({
  name: 'jupyter-tutor:lock',
  svgstr: lockSvg
});
export const thumbUpIcon = new LabIcon({
  name: 'jupyter-tutor:thumb-up',
  svgstr: thumbUpSvg
});
export const thumbDownIcon = new LabIcon({
  name: 'jupyter-tutor:thumb-down',
  svgstr: thumbDownSvg
});
export const authorIcon = new LabIcon({
  name: 'jupyter-tutor:author',
  svgstr: authorSvg
});
