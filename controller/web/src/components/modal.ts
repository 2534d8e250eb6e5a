/** In a file of its own: it is loaded after the page that may open it. */
export { Modal as default } from 'antd';
